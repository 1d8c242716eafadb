package watch

import "golang.org/x/sys/unix"

// remoteKinds are file systems for which inotify(7) reports no changes, or only those made by this machine. The numbers
// are those of statfs(2).
var remoteKinds = map[uint32]string{
	unix.V9FS_MAGIC:            "9p",
	unix.AFS_FS_MAGIC:          "afs",
	unix.AFS_SUPER_MAGIC:       "afs",
	unix.CEPH_SUPER_MAGIC:      "ceph",
	unix.CIFS_SUPER_MAGIC:      "cifs",
	unix.CODA_SUPER_MAGIC:      "coda",
	unix.FUSE_SUPER_MAGIC:      "fuse",
	unix.NFS_SUPER_MAGIC:       "nfs",
	unix.OVERLAYFS_SUPER_MAGIC: "overlay",
	unix.SMB_SUPER_MAGIC:       "smb",
	unix.SMB2_SUPER_MAGIC:      "smb2",
	0x01161970:                 "gfs2",
	0x47504653:                 "gpfs",
	0x0bd00bd0:                 "lustre",
	0x7461636f:                 "ocfs2",
	0x786f4256:                 "vboxsf",
}

func remoteKind(dir string) string {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return "" // reading the directory will fail too, and that is reported
	}
	return remoteKinds[uint32(s.Type)]
}

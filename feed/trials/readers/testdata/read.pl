# Reads the feeds named on standard input, a file a line, with XML::Feed.
#
# Prints a line of JSON a feed: parser, file, error or items, each with id,
# title, link and published in seconds since 1970.
use strict;
use warnings;
use JSON::PP;
use XML::Atom;
use XML::Feed;

$XML::Atom::ForceUnicode = 1;    # else titles are bytes

my $json = JSON::PP->new->utf8;
while (my $file = <STDIN>) {
    chomp $file;
    my %reading = (parser => 'XML::Feed', file => $file);
    eval {
        my $feed = XML::Feed->parse($file) or die XML::Feed->errstr;
        $reading{items} = [map { {
            id        => $_->id,
            title     => $_->title,
            link      => $_->link,
            published => $_->issued->epoch + 0,
        } } $feed->entries];
        1;
    } or $reading{error} = "$@";
    print $json->encode(\%reading), "\n";
}

// The only script of the pages. Nothing depends on it.
"use strict";

// topics: the list follows what is typed
{
	const form = document.querySelector("form.filter");
	let timer, running;
	const follow = async () => {
		running?.abort();
		running = new AbortController();
		const query = new URLSearchParams(new FormData(form));
		const words = query.get("q").trim().replace(/\s+/g, " ");
		words ? query.set("q", words) : query.delete("q");
		try {
			const answer = await fetch(form.action + (String(query) && "?" + query), { signal: running.signal });
			if (!answer.ok) return;
			const page = new DOMParser().parseFromString(await answer.text(), "text/html");
			for (const part of ["main [role=status]", "main .found"])
				document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
			document.title = page.title;
			history.replaceState(null, "", answer.url);
		} catch { /* a later request took its place, or the form has to do */ }
	};
	form?.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(follow, 150); });
}

// follow: copies the address of a feed, and closes the choices on Escape.
for (const button of document.querySelectorAll("button.copy")) {
  const box = button.parentElement;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const input = box.querySelector("input");
    input.select();
    try {
      await navigator.clipboard.writeText(input.value);
    } catch { // only secure pages have a clipboard
      document.execCommand("copy");
    }
    box.querySelector("[role=status]").textContent = button.dataset.done;
  });
}
addEventListener("keydown", (event) => {
  const choices = event.key === "Escape" && document.querySelector("details.follow[open]");
  if (choices) {
    choices.open = false;
    choices.firstElementChild.focus();
  }
});

// build: leaves empty fields out of the address, and suggests the names of topics to
// whoever types.
document.querySelector("form.build")?.addEventListener("formdata", ({ formData }) => {
  for (const name of new Set(formData.keys())) {
    const values = formData.getAll(name).filter(Boolean);
    formData.delete(name);
    values.forEach((value) => formData.append(name, value));
  }
});
for (const input of document.querySelectorAll("form.build input.topic")) {
  const names = document.createElement("div");
  names.className = "names";
  input.after(names);
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    names.replaceChildren();
    waiting = setTimeout(async () => {
      const typed = input.value.trim();
      const answer = typed && await fetch(input.form.dataset.names + "?q=" + encodeURIComponent(typed)).catch(() => {});
      if (!answer?.ok || input.value.trim() !== typed) {
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      names.replaceChildren(...[...page.querySelectorAll("ul.topics a")].slice(0, 8).map((topic) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = topic.textContent;
        button.addEventListener("click", () => {
          input.value = topic.textContent;
          names.replaceChildren();
          input.focus();
        });
        return button;
      }));
    }, 200);
  });
}

// entries: a cover that cannot be loaded leaves no gap. Some have failed before this runs;
// those that have not been asked for yet are complete in some browsers, but not timed.
{
  const drop = (image) => image.closest?.(".cover, .photo")?.remove();
  addEventListener("error", (event) => drop(event.target), true);
  for (const image of document.querySelectorAll(".cover img, .photo img")) {
    if (image.complete && !image.naturalWidth && performance.getEntriesByName(image.currentSrc).length) {
      drop(image);
    }
  }
}

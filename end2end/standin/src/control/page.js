// Shows which faults are on, and puts them on and takes them away.
// Everything that is shown is put in as text.

const by = (id) => document.getElementById(id);

async function ask(method, path, body) {
  const answer = await fetch(`/standin/${path}`, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error ?? `The stand-in answered ${answer.status}.`);
  return said;
}

function element(name, text, entries = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  Object.assign(made, entries);
  return made;
}

let kinds = [];

function describe(fault) {
  const { kind, id, seen, hits, left, ...rest } = fault;
  const told = Object.entries(rest)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  told.push(`met ${hits} times`);
  if (left !== null) told.push(`${left} left`);
  return told.join(", ");
}

async function show() {
  const said = await ask("GET", "faults");
  kinds = said.kinds;
  const on = said.faults;
  by("faults-status").textContent =
    on.length === 0 ? "All is well." : on.length === 1 ? "One fault is on." : `${on.length} faults are on.`;
  by("clear").hidden = on.length === 0;
  by("faults").replaceChildren(
    ...on.map((fault) => {
      const item = document.createElement("li");
      const button = element("button", "Remove", { type: "button" });
      button.setAttribute("aria-label", `Remove ${fault.kind}`);
      button.addEventListener("click", () => attempt(() => ask("DELETE", `faults/${fault.id}`)));
      item.append(element("strong", fault.kind), element("span", describe(fault)), button);
      return item;
    }),
  );
  const choice = by("kind");
  if (choice.options.length === 0) {
    choice.append(...kinds.map(({ kind }) => element("option", kind)));
    explain();
  }
}

function explain() {
  const kind = kinds.find(({ kind }) => kind === by("kind").value);
  by("does").textContent = kind?.does ?? "";
  by("takes").replaceChildren(
    ...(kind?.takes ?? []).map((name) => {
      const line = document.createElement("p");
      const id = `takes-${name}`;
      line.append(
        element("label", name, { htmlFor: id }),
        element("input", "", { id, name: `takes:${name}`, placeholder: "as usual" }),
      );
      return line;
    }),
  );
}

// What is typed is JSON where it can be, and a text where it cannot.
function value(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function attempt(action) {
  by("problem").textContent = "";
  try {
    await action();
    await show();
  } catch (problem) {
    by("problem").textContent = problem.message;
  }
}

by("kind").addEventListener("change", explain);
by("clear").addEventListener("click", () => attempt(() => ask("DELETE", "faults")));
by("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const fault = {};
  for (const [name, text] of new FormData(by("add"))) {
    if (text === "") continue;
    const own = name.startsWith("takes:");
    fault[own ? name.slice(6) : name] = own || name === "times" || name === "after" ? value(text) : text;
  }
  attempt(() => ask("POST", "faults/add", fault));
});
by("victim").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    const { username, pk } = await ask("POST", "victim");
    by("prepared").textContent = `${username} is there, as user ${pk}.`;
  });
});
by("reset").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    await ask("POST", "reset");
    location.reload();
  });
});

attempt(async () => {});

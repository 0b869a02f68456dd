// Tries what was stolen, over and over, and shows what still works.
// Everything that is shown is put in as text.

const by = (id) => document.getElementById(id);
const { kind, value } = document.querySelector("main").dataset;

const NAMES = {
  session: "Session",
  access_token: "Access token",
  refresh_token: "Refresh token",
  api_token: "API token",
  app_password: "App password",
  client_secret: "Client secret",
  introspection: "Introspection",
};

// What says the same stays as it is: a text that is put in again is read out again.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function answer(name, told) {
  const held = told.access_tokens_held;
  const more = name === "access_token" && held > 1 ? ` (${held} tokens)` : "";
  return `${told[name].status}${more}`;
}

function row(name, told) {
  const id = `credential-${name}`;
  let line = by(id);
  if (!told[name]) {
    line?.remove();
    return;
  }
  if (!line) {
    line = document.createElement("tr");
    line.id = id;
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = NAMES[name];
    line.append(head, document.createElement("td"), document.createElement("td"));
    by("credentials").append(line);
  }
  const [, verdict, status] = line.cells;
  const isIn = told[name].in;
  verdict.dataset.in = isIn;
  say(verdict, isIn ? "in" : "locked out");
  say(status, answer(name, told));
}

function show(told) {
  const verdict = by("verdict");
  document.querySelector("table").hidden = !told.stolen;
  by("again").disabled = !told.stolen;
  if (!told.stolen) {
    delete verdict.dataset.in;
    say(verdict, "Nothing was stolen yet.");
    return;
  }
  for (const name of Object.keys(NAMES)) row(name, told);
  verdict.dataset.in = told.in;
  say(verdict, told.in ? "The thief is in" : "The thief is locked out");
}

let busy = false;

async function attempt(action) {
  if (busy) return;
  busy = true;
  try {
    const answer = await action();
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.error ?? `The stand-in answered ${answer.status}.`);
    say(by("problem"), "");
    show(told);
  } catch (problem) {
    say(by("problem"), problem.message);
  } finally {
    busy = false;
  }
}

const look = () => attempt(() => fetch(`/standin/thief/state?${new URLSearchParams({ [kind]: value })}`));

if (kind) {
  by("again").addEventListener("click", look);
  by("steal").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() =>
      fetch("/standin/thief", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ [kind]: value }),
      }),
    );
  });
  setInterval(() => {
    if (by("every").checked && !document.hidden) look();
  }, 1000);
  look();
}

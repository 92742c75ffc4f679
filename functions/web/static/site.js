// The pages work without this. With it, a form that cannot be sent stays as it is, a tab that was lost comes back as it
// was, the organisation is found by typing, and times are told in the reader's own zone too.
(function () {
  "use strict";

  const FORGET_AFTER = 30 * 60 * 1000;
  const PATIENCE = 30 * 1000;
  const LOOKS_IN_VAIN = 20;
  // What says most about a person is typed again rather than kept.
  const NEVER_KEPT = ["website", "started", "access_needs", "sharing", "gender", "protected", "invitation_code", "consent"];

  begin();

  function begin() {
    document.querySelectorAll("[data-search]").forEach(addSearch);
    document.querySelectorAll("time[data-own]").forEach(tellOwnTimeIfKnown);
    document.querySelectorAll("[data-place]").forEach(bringIntoView);
    document.querySelectorAll("form[data-send]").forEach(sendWithCare);
    document.querySelectorAll("[data-again]").forEach(lookAgain);
    const kept = document.querySelector("form[data-keep]");
    if (kept) keep(kept);
    else forget();
    const summary = document.getElementById("summary");
    if (summary) summary.focus();
  }

  // Where a run stands, in a picture that is wider than the screen.
  function bringIntoView(place) {
    const frame = place.closest(".graph");
    const at = place.getBoundingClientRect();
    frame.scrollLeft += at.left + at.width / 2 - frame.getBoundingClientRect().left - frame.clientWidth / 2;
  }

  // What is under way on the server is looked at again until it has ended, and read out only when it has changed. On a
  // line that is gone, or in a session that is over, the looks end too.
  async function lookAgain(place) {
    for (let inVain = 0; inVain < LOOKS_IN_VAIN && place.isConnected && place.hasAttribute("data-again"); inVain += 1) {
      await new Promise((later) => setTimeout(later, 3000));
      const page = await look().catch(() => null);
      const now = page && page.getElementById(place.id);
      if (!now) continue;
      inVain = 0;
      if (now.textContent !== place.textContent) place.innerHTML = now.innerHTML;
      if (now.hasAttribute("data-again")) continue;
      document.title = page.title;
      place.removeAttribute("data-again");
    }
  }

  async function look() {
    const answer = await fetch(location.href);
    return parsed(await answer.text());
  }

  function parsed(text) {
    return new DOMParser().parseFromString(text, "text/html");
  }

  // --- Sending -------------------------------------------------------------------------------------------------------

  function sendWithCare(form) {
    let busy = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (busy) return;
      busy = true;
      form.setAttribute("aria-busy", "true");
      send(form, event.submitter).catch(() => show(form.querySelector(".unsent"))).then(function () {
        busy = false;
        form.removeAttribute("aria-busy");
      });
    });
  }

  async function send(form, button) {
    form.querySelector(".unsent").hidden = true;
    const answers = new URLSearchParams(new FormData(form));
    if (button && button.name) answers.append(button.name, button.value);
    const giveUp = new AbortController();
    const clock = setTimeout(() => giveUp.abort(), PATIENCE);
    try {
      const address = button && button.hasAttribute("formaction") ? button.formAction : form.action;
      const answer = await fetch(address, { method: "POST", body: answers, signal: giveUp.signal });
      const page = parsed(await answer.text());
      // The gateway has answers of its own, such as to more requests than it lets through: they are no pages.
      if (answer.status >= 500 || !page.getElementById("main")) throw new Error("not taken");
      turnTo(page);
      // Where only the language was changed, the address says so, to whoever reloads the page or keeps it.
      if (button && button.name === "again") history.replaceState(null, "", address);
    } finally {
      clearTimeout(clock);
    }
  }

  function turnTo(page) {
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.documentElement.dir = page.documentElement.dir;
    document.body.replaceWith(page.body);
    scrollTo(0, 0);
    begin();
    if (!document.getElementById("summary")) document.getElementById("main").focus();
  }

  function show(notice) {
    notice.hidden = false;
    notice.focus();
  }

  // --- Keeping what was typed: in this tab alone, for half an hour, until it is sent -------------------------------------

  function keep(form) {
    const kept = (field) => field.name && field.type !== "submit" && !NEVER_KEPT.includes(field.name);
    const fields = Array.from(form.elements).filter(kept);
    const notice = form.querySelector(".kept");
    form.addEventListener("input", note);
    form.addEventListener("change", note);
    notice.querySelector("button").addEventListener("click", function () {
      forget();
      location.reload();
    });
    if (form.hasAttribute("data-empty")) restore();
    else note();

    function note() {
      const typed = fields.filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked);
      const draft = { at: Date.now(), path: location.pathname, typed: typed.map((field) => [field.name, field.value]) };
      storage((store) => store.setItem("draft", JSON.stringify(draft)));
    }

    function restore() {
      const draft = JSON.parse(storage((store) => store.getItem("draft")) || "null");
      if (!draft || draft.path !== location.pathname || Date.now() - draft.at > FORGET_AFTER) return forget();
      const typed = new Map(draft.typed);
      fields.forEach(function (field) {
        if (field.type === "radio" || field.type === "checkbox") field.checked = typed.get(field.name) === field.value;
        else if (typed.has(field.name)) field.value = typed.get(field.name);
      });
      form.querySelectorAll("select").forEach((list) => list.dispatchEvent(new Event("change")));
      notice.hidden = !draft.typed.some((pair) => pair[1]);
    }
  }

  function forget() {
    storage((store) => store.removeItem("draft"));
  }

  // A browser may refuse to keep anything.
  function storage(act) {
    try {
      return act(sessionStorage);
    } catch {
      return null;
    }
  }

  // --- Times -------------------------------------------------------------------------------------------------------------

  // An old browser may know neither the zone nor how to write a span: then the event's own time is there alone.
  function tellOwnTimeIfKnown(time) {
    try {
      tellOwnTime(time);
    } catch {
      time.hidden = true;
    }
  }

  function tellOwnTime(time) {
    const lang = document.documentElement.lang;
    const locale = navigator.languages.find((tag) => tag.split("-")[0] === lang) || (lang === "en" ? "en-GB" : lang);
    const start = new Date(time.dateTime);
    const end = new Date(time.dataset.end || time.dateTime);
    if (told() === told(time.dataset.zone)) return;
    const zones = [zoneAt(start), zoneAt(end)];
    // Where the clocks change in between, each end is told with the zone as it is then.
    const span = zones[0] === zones[1] ? told() : told(undefined, "long");
    time.textContent = time.dataset.own + " " + span + (zones[0] === zones[1] ? " (" + zones[0] + ")" : "");
    time.hidden = false;

    function told(timeZone, timeZoneName) {
      const parts = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
      const format = new Intl.DateTimeFormat(locale, Object.assign(parts, { timeZone, timeZoneName }));
      return timeZoneName ? format.format(start) + " – " + format.format(end) : format.formatRange(start, end);
    }

    function zoneAt(moment) {
      const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "long" }).formatToParts(moment);
      return parts.find((part) => part.type === "timeZoneName").value;
    }
  }

  // --- The organisation: a combobox with a list (WAI-ARIA's pattern), before the list that is there without it -------------

  function addSearch(field) {
    const list = field.querySelector("select");
    const named = list.id;
    const input = make("input", { type: "text", role: "combobox", autocomplete: "off", spellcheck: "false" });
    const found = make("p", { class: "aside", role: "status" });
    const box = make("div", { id: named + "-found", role: "listbox", class: "options", "aria-label": field.dataset.search });
    let active = null;

    ["aria-describedby", "aria-invalid"].forEach(function (name) {
      if (list.hasAttribute(name)) input.setAttribute(name, list.getAttribute(name));
    });
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", box.id);
    list.id = named + "-list";
    input.id = named;
    list.before(input, box, found);
    if (document.activeElement === list) input.focus();
    list.hidden = true;
    close();
    showChosen();

    list.addEventListener("change", showChosen);
    input.addEventListener("input", function () {
      choose(exact());
      open();
    });
    input.addEventListener("click", open);
    input.addEventListener("blur", function () {
      const left = box.hidden || !input.value ? [] : options();
      if (active || left.length === 1) take(active || left[0]);
      close();
    });
    input.addEventListener("keydown", function (event) {
      const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: accept, Escape: leave };
      if (!keys[event.key] || event.isComposing || (event.key === "Enter" && box.hidden)) return;
      event.preventDefault();
      keys[event.key]();
    });
    // A finger or a mouse on the list must not take the focus from the box first.
    box.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("click", function (event) {
      const option = event.target.closest("[role=option]");
      if (option) take(option);
    });

    function open() {
      const words = plain(input.value === nameOf(list.value) ? "" : input.value).split(/\s+/).filter(Boolean);
      activate(null);
      box.replaceChildren(...Array.from(list.querySelectorAll("optgroup"), (group) => matching(group, words)).filter(Boolean));
      const count = options().length;
      box.hidden = !count;
      input.setAttribute("aria-expanded", String(!!count));
      found.className = count ? "aside" : "hint";
      found.textContent = count ? field.dataset.found + " " + count : field.dataset.nothing;
    }

    function matching(group, words) {
      const names = Array.from(group.children).filter((option) => words.every((word) => plain(option.text).includes(word)));
      if (!names.length) return null;
      const made = make("div", { role: "group", "aria-label": group.label });
      made.append(make("div", { class: "group", "aria-hidden": "true" }, group.label));
      names.forEach(function (option) {
        const values = { role: "option", id: named + "-is-" + option.value, "data-value": option.value };
        made.append(make("div", Object.assign(values, { "aria-selected": "false" }), option.text));
      });
      return made;
    }

    function move(step) {
      if (box.hidden) open();
      const all = options();
      if (!all.length) return;
      const at = all.indexOf(active);
      activate(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length]);
    }

    function activate(option) {
      if (active) active.setAttribute("aria-selected", "false");
      active = option;
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    // Enter takes the one that is marked, or the only one that is left, or the one whose whole name stands in the box.
    function accept() {
      const all = options();
      const meant = active || (all.length === 1 ? all[0] : all.find((option) => option.dataset.value === list.value));
      if (meant) take(meant);
    }

    function leave() {
      if (!box.hidden) return close();
      input.value = "";
      choose("");
    }

    function take(option) {
      choose(option.dataset.value);
      input.value = option.textContent;
      close();
    }

    function close() {
      activate(null);
      box.hidden = true;
      input.setAttribute("aria-expanded", "false");
      if (found.className === "aside") found.textContent = "";
    }

    function choose(value) {
      if (list.value === value) return;
      list.value = value;
      list.dispatchEvent(new CustomEvent("input", { bubbles: true }));
    }

    function exact() {
      const same = Array.from(list.options).find((option) => option.value && plain(option.text) === plain(input.value.trim()));
      return same ? same.value : "";
    }

    function showChosen() {
      input.value = nameOf(list.value);
    }

    function nameOf(value) {
      const option = value && Array.from(list.options).find((each) => each.value === value);
      return option ? option.text : "";
    }

    function options() {
      return Array.from(box.querySelectorAll("[role=option]"));
    }
  }

  function make(tag, attributes, text) {
    const made = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    if (text) made.textContent = text;
    return made;
  }

  function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’‘ʼ`´]/g, "'").toLowerCase();
  }
})();

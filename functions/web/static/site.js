// The pages work without this. It takes the reader to the error summary, and narrows long lists by typing.
(function () {
  "use strict";

  const summary = document.getElementById("summary");
  if (summary) summary.focus();

  document.querySelectorAll("[data-search]").forEach(addSearch);

  function addSearch(field) {
    const list = field.querySelector("select");
    const whole = Array.from(list.children).map((child) => child.cloneNode(true));
    const names = Array.from(list.querySelectorAll("optgroup option"), (option) => plain(option.textContent));
    const box = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const found = document.createElement("p");

    box.className = "search";
    label.htmlFor = input.id = list.id + "-search";
    label.textContent = field.dataset.searchLabel;
    input.type = "search";
    input.autocomplete = "off";
    input.spellcheck = false;
    input.setAttribute("aria-controls", list.id);
    found.className = "found";
    found.setAttribute("role", "status");
    box.append(label, input, found);
    list.before(box);
    list.size = 7;

    input.addEventListener("input", narrow);
    input.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" && event.key !== "ArrowDown") return;
      event.preventDefault();
      chooseFirst();
      list.focus();
    });

    function narrow() {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      const chosen = list.value;
      list.replaceChildren(...whole.map((child) => matching(child, words, chosen)).filter(Boolean));
      list.value = chosen;
      const matches = names.filter((name) => words.every((word) => name.includes(word))).length;
      found.textContent = words.length ? field.dataset.searchFound + " " + matches : "";
    }

    function chooseFirst() {
      const first = list.querySelector("optgroup option");
      if (input.value && first && !list.value) first.selected = true;
    }
  }

  // What was chosen stays on the list whatever is typed, so that narrowing never loses an answer.
  function matching(child, words, chosen) {
    const copy = child.cloneNode(true);
    copy.querySelectorAll("option").forEach(function (option) {
      const name = plain(option.textContent);
      if (option.value !== chosen && !words.every((word) => name.includes(word))) option.remove();
    });
    return copy.tagName === "OPTGROUP" && !copy.children.length ? null : copy;
  }

  function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }
})();

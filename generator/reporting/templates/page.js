"use strict";
// Without this script the page says the same; it adds a filter, arrow keys in matrices, and tracing in graphs.
(() => {
  const items = [...document.querySelectorAll(".item")];
  const field = document.getElementById("filter");
  const said = document.querySelector(".filter output");
  if (items.length > 1) {
    document.querySelector(".filter").hidden = false;
    const texts = items.map((item) => item.textContent.toLowerCase());
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      items.forEach((item, index) => {
        item.hidden = !words.every((word) => texts[index].includes(word));
        shown += item.hidden ? 0 : 1;
      });
      said.value = words.length ? `${shown} of ${items.length}` : "";
    });
  }

  for (const table of document.querySelectorAll(".cells")) {
    const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1));
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const mark = (row, column, on) => {
      rows[row].forEach((cell) => cell.classList.toggle("here", on));
      rows.forEach((cells) => cells[column].classList.toggle("here", on));
    };
    rows.forEach((cells, row) => cells.forEach((cell, column) => {
      cell.tabIndex = row || column ? -1 : 0;
      for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]]) {
        cell.addEventListener(event, () => mark(row, column, on));
      }
      cell.addEventListener("keydown", (event) => {
        const step = steps[event.key];
        const next = step && rows[row + step[0]]?.[column + step[1]];
        if (!next) return;
        event.preventDefault();
        cell.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      });
    }));
  }

  for (const graph of document.querySelectorAll(".graph")) {
    const flows = [...graph.querySelectorAll("[data-from]")];
    const trace = (node) => {
      graph.classList.toggle("traced", node !== null);
      for (const flow of flows) flow.classList.toggle("on", flow.dataset.from.split(" ").includes(node) || flow.dataset.to === node);
    };
    for (const node of graph.querySelectorAll(".node")) {
      for (const event of ["mouseenter", "focus"]) node.addEventListener(event, () => trace(node.dataset.node));
      for (const event of ["mouseleave", "blur"]) node.addEventListener(event, () => trace(null));
    }
  }
})();

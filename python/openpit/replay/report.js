// SPDX-License-Identifier: Apache-2.0
"use strict";
(() => {
  const FIRST_PAGE = 12;
  const PAGE = 100;
  const data = JSON.parse(document.getElementById("data").textContent);

  const made = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.dataset.name = name;
    return element;
  };

  // What a chart says of the interval under the pointer or finger.
  document.querySelectorAll("[data-readout]").forEach((plot, place) => {
    const texts = data.readouts[place];
    const cursor = plot.querySelector(".cursor");
    const readout = plot.nextElementSibling;
    const show = (event) => {
      const box = plot.getBoundingClientRect();
      const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 0.999999);
      const interval = Math.floor(share * texts.length);
      cursor.style.left = `${((interval + 0.5) / texts.length) * 100}%`;
      cursor.style.visibility = "visible";
      readout.textContent = texts[interval];
    };
    plot.addEventListener("pointermove", show);
    plot.addEventListener("pointerdown", show);
    plot.addEventListener("pointerleave", () => {
      cursor.style.visibility = "hidden";
    });
  });

  const plain = (text) => text.replaceAll("`", "");

  // Of each table its columns, and the cells of a row: texts, or pairs of a text and a small one.
  const tables = {
    rejects: {
      columns: ["time (UTC)", "order", "account", "what", "policy", "reason"],
      cells: ([time, order, account, what, cause, details]) => {
        const [policy, code, reason] = data.rejects.causes[cause];
        return [time, order, account, what, [policy, code], [plain(reason), plain(details)]];
      },
    },
    flips: {
      columns: ["time (UTC)", "order", "account", "before", "after"],
      cells: ([time, order, account, before, after]) => {
        const { outcomes } = data.flips;
        return [time, order, account, outcomes[before], outcomes[after]];
      },
    },
  };

  const finder = (place) => {
    const { columns, cells } = tables[place.dataset.table];
    const rows = data[place.dataset.table].rows.map(cells);
    const texts = rows.map((row) => row.flat().join(" ").toLowerCase());
    const search = made("input");
    search.type = "search";
    search.placeholder = "Search: an order, an account, a policy, a reason ...";
    search.setAttribute("aria-label", "search the table");
    const found = made("p");
    found.className = "found";
    const table = made("table");
    const head = table.createTHead().insertRow();
    columns.forEach((column) => head.append(made("th", column)));
    const body = table.createTBody();
    const more = made("button", "Show more");
    more.type = "button";
    more.className = "more";
    place.append(search, found, table, more);
    let hits = [];

    const extend = () => {
      const begin = body.rows.length;
      hits.slice(begin, begin + (begin ? PAGE : FIRST_PAGE)).forEach((hit) => {
        const line = body.insertRow();
        rows[hit].forEach((cell, index) => {
          const [text, small] = Array.isArray(cell) ? cell : [cell];
          const field = made("td", text, columns[index]);
          if (small) field.append(made("small", small));
          line.append(field);
        });
      });
      more.hidden = body.rows.length >= hits.length;
    };
    const find = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      hits = [];
      texts.forEach((text, index) => {
        if (words.every((word) => text.includes(word))) hits.push(index);
      });
      const all = rows.length.toLocaleString("en");
      found.textContent = words.length
        ? `${hits.length.toLocaleString("en")} of ${all} rows`
        : `${all} rows`;
      body.replaceChildren();
      extend();
    };
    search.addEventListener("input", find);
    more.addEventListener("click", extend);
    find();
    return (text) => {
      search.value = text;
      find();
      place.scrollIntoView({ behavior: "smooth" });
    };
  };

  const finders = {};
  document.querySelectorAll("[data-table]").forEach((place) => {
    finders[place.dataset.table] = finder(place);
  });
  document.querySelectorAll("[data-find]").forEach((button) => {
    button.addEventListener("click", () => finders.rejects(button.dataset.find));
  });
})();

/* Draw a map of care. The server is asked for every change: text and one operation go in, text and drawing come back. */
"use strict";

(() => {
  const root = document.querySelector("[data-editor]");
  if (!root) return;
  const PAUSE = 400; // after the last key in the text until it is read again, in milliseconds
  const FAR = 8; // how far a pointer moves until a press becomes a drag, in pixels
  const MOST_UNDONE = 200;

  const one = (selector, within = root) => within.querySelector(selector);
  const all = (selector, within = root) => [...within.querySelectorAll(selector)];
  const area = document.getElementById("id_text");
  const draft = document.getElementById("draft");
  const drawing = one("[data-drawing]");
  const token = one("[name=csrfmiddlewaretoken]", draft).value;
  const told = one("[data-said]");

  const state = {
    saved: "unsaved" in root.dataset ? null : area.value,
    known: { map: {}, lanes: [], steps: [], findings: [] },
    chosen: { what: "", key: "" },
    formOf: "", // whose form is filled in
    again: false, // whether it is filled in once more, perhaps while somebody types in it
    connecting: "",
    before: [],
    after: [],
    leaving: false,
  };

  // ---- what the map holds

  const map = () => state.known.map;
  const lanes = () => state.known.lanes.map((key) => [key, map().lanes[key]]);
  const steps = () => state.known.steps.map((key) => [key, map().steps[key]]);
  const ways = (step) => {
    const next = step.next || [];
    return (Array.isArray(next) ? next : [next]).map((way) => (typeof way === "string" ? { to: way } : way));
  };
  const nameOf = (key) => map().steps[key]?.name || key;
  const lastToLead = () => steps().filter(([, step]) => step.kind !== "end" && !ways(step).length).at(-1)?.[0] || "";
  const group = (key) => drawing.querySelector(`[data-step="${CSS.escape(key)}"]`);
  const say = (words, refused = false) => {
    told.textContent = words;
    told.classList.toggle("refused", refused);
  };

  // ---- asking the server, one question after the other

  let queue = Promise.resolve();
  const inTurn = (work) => (queue = queue.then(work).catch((error) => say(`${error.message} Nothing is lost: your text stands below.`, true)));

  const sketch = async (operation) => {
    const answer = await fetch(root.dataset.sketch, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ text: area.value, operation }),
    }).catch(() => {
      throw new Error("There is no connection, so this is not drawn. Try again in a moment.");
    });
    const found = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (!found) throw new Error(answer.ok ? "You may have been logged out." : "The server did not answer.");
    if (found.error) throw new Error(found.error);
    return found;
  };

  // Resolves to true where it was done, else to something false; why not is said already.
  const ask = (operation, words) =>
    inTurn(async () => {
      const earlier = area.value;
      const keys = new Set(state.known.steps);
      const found = await sketch(operation);
      if (found.problems.length || found.refused) {
        show(found);
        if (found.refused) say(found.refused, true);
        return false;
      }
      if (found.text !== earlier) {
        state.before = [...state.before.slice(-MOST_UNDONE), earlier];
        state.after = [];
        area.value = found.text;
      }
      if (operation?.do === "add_step") state.chosen = { what: "step", key: found.steps.find((key) => !keys.has(key)) || "" };
      show(found);
      if (operation?.do === "add_step") group(state.chosen.key)?.scrollIntoView({ block: "nearest", inline: "center" });
      if (words) say(words);
      return true;
    });

  const restore = (from, to, words) =>
    inTurn(async () => {
      if (!from.length) return;
      to.push(area.value);
      area.value = from.pop();
      show(await sketch(null));
      say(words);
    });

  // ---- showing what came back

  // Whoever works by keyboard stays where they are, though what they stood on is drawn anew or gone.
  const keepingPlace = (render) => {
    const held = document.activeElement;
    const step = held?.closest?.("[data-step]")?.dataset.step;
    const at = state.known.steps.indexOf(step);
    render();
    if (!held || held === document.body || (held.isConnected && held.checkVisibility() && !held.disabled)) return;
    const near = step && (group(step) || group(state.known.steps[Math.min(at, state.known.steps.length - 1)]));
    const heading = one("[data-form]:not([hidden]) h3[tabindex]");
    const next = near || (held.isConnected ? drawing : heading || drawing);
    (next.checkVisibility() ? next : one("#add-lane-name")).focus({ preventScroll: true });
  };

  const show = (found) => keepingPlace(() => showNow(found));

  const showNow = (found) => {
    const readable = !found.problems.length;
    drawing.classList.toggle("stale", !readable);
    if (!readable) {
      listFindings(found.problems.map((each) => ({ must: true, words: each.words, mend: "", step: "" })));
      one("[data-in-short]").textContent = "The text cannot be read as a map yet. The drawing shows how it was before.";
      say(`The text cannot be read: ${found.problems[0].words}`, true);
    } else {
      state.known = found;
      drawing.innerHTML = found.svg;
      if (found.too_large) drawing.textContent = "Too large to draw on a page. The text can be changed, saved and downloaded.";
      one("[data-in-short]").textContent = found.in_short;
      listFindings(found.findings);
      fillChoices();
      const { what, key } = state.chosen;
      if (!one("#add-step-after").value) one("#add-step-after").value = lastToLead();
      if (what === "step" && !map().steps?.[key]) choose("", "");
      else if (what === "lane" && !map().lanes?.[key]) choose("", "");
      else choose(what, key);
    }
    one("[data-unsaved-note]").hidden = area.value === state.saved;
    one("[data-do=undo]").disabled = !state.before.length;
    one("[data-do=redo]").disabled = !state.after.length;
  };

  const listFindings = (findings) => {
    one("[data-findings]").replaceChildren(
      ...findings.map((each) => {
        const item = document.createElement("li");
        const words = document.createElement("span");
        words.textContent = `${each.must ? "Must" : "Should"}: ${each.words}`;
        const mend = document.createElement("span");
        mend.className = "detail";
        mend.textContent = each.mend;
        item.append(words, mend);
        if (each.step) {
          const button = document.createElement("button");
          button.type = "button";
          button.className = "button small";
          button.textContent = "Go to the step";
          button.setAttribute("aria-label", `Go to the step ${nameOf(each.step)}`);
          button.addEventListener("click", () => goTo(each.step));
          item.append(button);
        }
        return item;
      })
    );
  };

  const fill = (select, choices) => {
    const before = select.value;
    select.replaceChildren(...choices.map(([value, words]) => new Option(words, value)));
    if (choices.some(([value]) => value === before)) select.value = before;
  };

  const fillChoices = () => {
    const people = lanes().map(([key, lane]) => [key, lane.name]);
    const places = steps().map(([key, step]) => [key, step.name]);
    const assists = steps().filter(([, step]) => step.kind === "assist").map(([key, step]) => [key, step.name]);
    const empty = (words) => (words ? [["", words]] : []);
    for (const each of all("select[data-lanes]")) fill(each, [...empty(each.dataset.lanes), ...people]);
    for (const each of all("select[data-steps]")) fill(each, [...empty(each.dataset.steps), ...places]);
    for (const each of all("select[data-assists]")) fill(each, [...empty(each.dataset.assists), ...assists]);
    one("[data-add=step]").hidden = !people.length;
    one("[data-who-title]").textContent = people.length ? "Who else takes part?" : "Who takes part?";
    one("[data-what-title]").textContent = places.length ? "What happens next?" : "What happens first?";
    for (const each of all("[data-later]")) each.hidden = !places.length;
    one("[data-roles]").replaceChildren(
      ...lanes().map(([key, lane]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button small";
        button.textContent = lane.name;
        button.setAttribute("aria-label", `Change the role ${lane.name}`);
        button.addEventListener("click", () => choose("lane", key, true));
        return button;
      })
    );
  };

  // ---- choosing a step, a role or the map, and its form

  const choose = (what, key, focus = false) => {
    state.chosen = { what, key };
    state.again = state.formOf === `${what} ${key}`;
    state.formOf = `${what} ${key}`;
    for (const each of all("[data-step].selected", drawing)) each.classList.remove("selected");
    for (const each of all("[data-form]")) each.hidden = each.dataset.form !== what;
    if (what === "step") {
      group(key)?.classList.add("selected");
      fillStep(key);
      const ends = map().steps[key].kind === "end";
      one("#add-step-after").value = ends ? "" : key;
    } else if (what === "lane") fillLane(key);
    else if (what === "map") fillMap();
    if (focus) one(`[data-form=${what}] h3`).focus();
  };

  const goTo = (key) => {
    choose("step", key, true);
    group(key)?.scrollIntoView({ block: "nearest", inline: "center" });
  };

  const put = (element, value) => {
    if (state.again && element === document.activeElement && element.type !== "checkbox") return;
    if (element.type === "checkbox") element.checked = Boolean(value);
    else if ("lines" in element.dataset) element.value = (value || []).join("\n");
    else if ("list" in element.dataset) element.value = (value || [])[0] || "";
    else element.value = value ?? "";
  };

  const taken = (element) => {
    if (element.type === "checkbox") return element.checked || null;
    const value = element.value.trim();
    if (!value) return null;
    if ("number" in element.dataset) return Number.isFinite(Number(value)) ? Number(value) : value;
    if ("lines" in element.dataset) return value.split("\n").map((line) => line.trim()).filter(Boolean);
    return "list" in element.dataset ? [value] : value;
  };

  const inside = (fields, path) => path.split(".").reduce((found, name) => found?.[name], fields);

  const together = (within) => {
    const fields = {};
    for (const each of all("[data-part]", within)) {
      const value = taken(each);
      if (value === null) continue;
      const [name, part] = each.dataset.part.split(".");
      if (part) fields[name] = { ...fields[name], [part]: value };
      else fields[name] = value;
    }
    return Object.keys(fields).length ? fields : null;
  };

  // Rows are made anew only where they are others than before: what is being typed in one of them stays.
  const fillRows = (list, names, make, fillOne) => {
    const held = JSON.stringify([state.formOf, names]);
    if (list.dataset.held !== held) list.replaceChildren(...names.map(make));
    list.dataset.held = held;
    [...list.children].forEach(fillOne);
  };

  const fillStep = (key) => {
    const step = map().steps[key];
    const form = one("[data-form=step]");
    one("[data-step-title]").textContent = step.name;
    for (const each of all("[data-field]", form)) put(each, step[each.dataset.field]);
    for (const each of all("[data-kinds]", form)) each.hidden = !each.dataset.kinds.split(" ").includes(step.kind);
    for (const each of all("[data-group]", form))
      for (const part of all("[data-part]", each)) put(part, inside(step[each.dataset.group], part.dataset.part));
    const found = ways(step);
    fillRows(
      one("[data-ways]", form),
      found.map(({ to }) => [to, nameOf(to)]),
      ([to], at) => wayRow(key, to, at),
      (row, at) => all("[data-way-field]", row).forEach((each) => put(each, found[at][each.dataset.wayField]))
    );
    one("[data-connect]", form).hidden = step.kind === "end";
    one("[data-hazards]", form).replaceChildren(
      ...Object.entries(map().hazards || {})
        .filter(([, hazard]) => hazard.step === key)
        .map(([name, hazard]) => hazardRow(name, hazard.name))
    );
    const connecting = one("[data-do=connect]", form);
    connecting.hidden = step.kind === "end";
    connecting.setAttribute("aria-pressed", String(state.connecting === key));
  };

  const hazardRow = (key, name) => {
    const row = one("[data-hazard-row]").content.cloneNode(true);
    one("span", row).textContent = name;
    const button = one("button", row);
    button.setAttribute("aria-label", `Take the hazard ${name} out`);
    button.addEventListener("click", () => ask({ do: "remove", what: "hazard", key }, `The hazard “${name}” is taken out.`));
    return row;
  };

  const wayRow = (from, to, at) => {
    const row = one("[data-way]").content.cloneNode(true);
    one("[data-way-to]", row).textContent = nameOf(to);
    for (const each of all("[data-way-field]", row)) {
      const name = each.dataset.wayField;
      each.id = `way-${at}-${name}`;
      each.closest("label, .field").querySelector("label")?.setAttribute("for", each.id);
      each.setAttribute("aria-label", `${name === "when" ? "When" : name === "else" ? "Whenever nothing else holds" : "How it is handed over"}, on to ${nameOf(to)}`);
      each.addEventListener("change", () => {
        const way = ways(map().steps[from])[at];
        const fields = { when: null, hand_off: null, ...way, [name]: taken(each) };
        if (name === "when" && fields.when) fields.else = false;
        if (name === "else" && fields.else) fields.when = null;
        ask({ do: "connect", from, ...fields, else: Boolean(fields.else) }, `The way on to ${nameOf(to)} is changed.`);
      });
    }
    const button = one("[data-way-remove]", row);
    button.setAttribute("aria-label", `Take the way to ${nameOf(to)} out`);
    button.addEventListener("click", () => ask({ do: "disconnect", from, to }, `It no longer leads to ${nameOf(to)}.`));
    return row;
  };

  const fillLane = (key) => {
    const lane = map().lanes[key];
    const form = one("[data-form=lane]");
    one("[data-lane-title]").textContent = lane.name;
    put(one("#lane-name"), lane.name);
    put(one("#lane-discipline"), lane.kind === "system" ? "system" : lane.discipline);
    const shifts = lane.kind === "system" ? [] : Object.keys(map().shifts || {});
    fillRows(
      one("[data-capacity]", form),
      shifts,
      (shift) => {
        const row = one("[data-capacity-field]").content.cloneNode(true);
        const input = one("input", row);
        input.id = `capacity-${shift}`;
        input.dataset.shift = shift;
        const label = one("label", row);
        label.htmlFor = input.id;
        label.textContent = `People on the ${shift} shift`;
        return row;
      },
      (row, at) => put(one("input", row), lane.capacity?.[shifts[at]])
    );
  };

  const fillMap = () => {
    put(one("#map-name"), map().title);
    put(one("#map-about"), map().about);
    one("[data-shifts]").replaceChildren(
      ...Object.entries(map().shifts || {}).map(([key, shift]) => {
        const row = one("[data-shift-row]").content.cloneNode(true);
        one("span", row).textContent = `${key}: ${shift.from} to ${shift.to}`;
        const button = one("button", row);
        button.setAttribute("aria-label", `Take the ${key} shift out`);
        button.addEventListener("click", () => ask({ do: "remove", what: "shift", key }, `The ${key} shift is taken out.`));
        return row;
      })
    );
  };

  // ---- changing what is chosen

  root.addEventListener("change", (event) => {
    const field = event.target;
    const { what, key } = state.chosen;
    const form = field.closest("[data-form]");
    if (!form) return;
    if (field.dataset.shift) {
      const capacity = {};
      for (const each of all("[data-shift]", form)) if (each.value.trim()) capacity[each.dataset.shift] = Number(each.value);
      ask({ do: "change", what, key, fields: { capacity: Object.keys(capacity).length ? capacity : null } }, "The people on each shift are changed.");
    } else if (field.dataset.part) {
      const within = field.closest("[data-group]");
      ask({ do: "change", what, key, fields: { [within.dataset.group]: together(within) } }, `${nameOf(key)} is changed.`);
    } else if (field.dataset.field) {
      const name = field.dataset.field;
      const value = taken(field);
      if (what === "lane" && name === "discipline") {
        const system = value === "system";
        const fields = system ? { kind: "system", discipline: null, capacity: null } : { kind: null, discipline: value };
        ask({ do: "change", what, key, fields }, "The discipline is changed.");
      } else if (what === "step" && name === "kind") {
        const fields = value === "assist" ? { kind: value, oversight: null } : { kind: value, assist: null };
        ask({ do: "change", what, key, fields }, "The kind of step is changed.");
      } else ask({ do: "change", what, ...(what === "map" ? {} : { key }), fields: { [name]: value } }, what === "step" ? `“${nameOf(key)}” is changed.` : "It is changed.");
    }
  });

  const column = (key) => Number(group(key)?.dataset.place || map().steps[key].place || 1);

  const moveTo = (key, lane, place) => {
    const step = map().steps[key];
    const there = map().lanes[lane].name;
    ask({ do: "move_step", step: key, lane, place }, `“${step.name}” is now with ${there}, in column ${place}.`);
  };

  const move = (key, towards) => {
    const step = map().steps[key];
    const place = column(key);
    const at = state.known.lanes.indexOf(step.lane);
    const lane = state.known.lanes[at + { up: -1, down: 1, left: 0, right: 0 }[towards]];
    const to = place + { up: 0, down: 0, left: -1, right: 1 }[towards];
    if (lane === undefined) return say(towards === "up" ? "It is in the topmost role." : "It is in the lowest role.", true);
    if (to < 1) return say("It is in the first column.", true);
    moveTo(key, lane, to);
  };

  const connect = (from, to) => {
    state.connecting = "";
    drawing.classList.remove("connecting");
    if (!to) return;
    ask({ do: "connect", from, to }, `“${nameOf(from)}” now leads to “${nameOf(to)}”.`);
  };

  const remove = (key) => ask({ do: "remove", what: "step", key, bridge: true }, `“${nameOf(key)}” is deleted. Undo brings it back.`);

  const moveLane = (key, by) => {
    const keys = state.known.lanes.filter((each) => each !== key);
    const at = state.known.lanes.indexOf(key) + by;
    if (at < 0 || at > keys.length) return say(by < 0 ? "It is the topmost role." : "It is the lowest role.", true);
    ask({ do: "move_lane", lane: key, before: keys[at] ?? null }, `${map().lanes[key].name} is moved.`);
  };

  const DO = {
    undo: () => restore(state.before, state.after, "Undone."),
    redo: () => restore(state.after, state.before, "Done again."),
    fit: (button) => button.setAttribute("aria-pressed", String(drawing.classList.toggle("fit"))),
    map: () => choose("map", "", true),
    connect: (button) => {
      const { key } = state.chosen;
      state.connecting = state.connecting === key ? "" : key;
      drawing.classList.toggle("connecting", Boolean(state.connecting));
      button.setAttribute("aria-pressed", String(Boolean(state.connecting)));
      say(state.connecting ? `Choose the step that “${nameOf(key)}” leads to. Escape ends it.` : "No step is connected.");
    },
    remove: () => remove(state.chosen.key),
    "lane-up": () => moveLane(state.chosen.key, -1),
    "lane-down": () => moveLane(state.chosen.key, 1),
    "remove-lane": () => ask({ do: "remove", what: "lane", key: state.chosen.key }, "The role is deleted. Undo brings it back."),
  };
  for (const towards of ["left", "right", "up", "down"]) DO[towards] = () => move(state.chosen.key, towards);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) DO[button.dataset.do](button);
  });

  // ---- adding

  const submits = (selector, act) => {
    const form = one(selector);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      act(Object.fromEntries(new FormData(form)), form);
    });
  };
  // What was to be added comes back into its field where it was not done.
  const emptied = (form, asked) => {
    const first = one("input", form);
    const words = first.value;
    first.value = "";
    first.focus();
    asked.then((done) => done || first.value || (first.value = words));
  };

  submits("[data-add=lane]", ({ name, discipline }, form) => {
    const fields = discipline === "system" ? { kind: "system" } : { discipline: discipline || null };
    emptied(form, ask({ do: "add_lane", name, ...fields }, `${name} takes part.`));
    one("#add-lane-discipline").value = "";
  });
  submits("[data-add=step]", ({ name, lane, kind, after }, form) => {
    const first = !state.known.steps.length;
    const step = { do: "add_step", name, lane, kind: first ? "start" : kind, after: first ? null : after || null };
    emptied(form, ask(step, `“${name}” is added.`));
    one("#add-step-kind").value = "task";
  });
  submits("[data-connect]", ({ to }) => connect(state.chosen.key, to));
  submits("[data-hazard]", ({ name, barrier }, form) => {
    const fields = { name, step: state.chosen.key, barriers: barrier.trim() ? [barrier.trim()] : null };
    emptied(form, ask({ do: "add", what: "hazard", fields }, `The hazard “${name}” is added.`));
    one("[name=barrier]", form).value = "";
  });
  submits("[data-add-shift]", ({ key, from, to }, form) => {
    const shift = { do: "add", what: "shift", key: key.trim().toLowerCase().replaceAll(" ", "-"), fields: { from, to } };
    emptied(form, ask(shift, `The ${key} shift is added.`));
  });

  // ---- the drawing: press, drag, keys

  let drag = null;
  let dragged = false;

  const picture = () => drawing.querySelector(":scope > svg");
  const bands = () => (picture() ? all("g[data-lane]:not([data-step])", picture()) : []);
  const scale = () => picture()?.getScreenCTM()?.a || 1;
  const place = (event) => {
    const lane = bands().find((each) => {
      const box = each.getBoundingClientRect();
      return event.clientY >= box.top && event.clientY <= box.bottom;
    });
    const columns = all("rect[data-place]", drawing).map((each) => {
      const box = each.getBoundingClientRect();
      return { place: Number(each.dataset.place), middle: (box.left + box.right) / 2, width: box.width };
    });
    const nearest = columns.reduce((best, each) => (Math.abs(each.middle - event.clientX) < Math.abs(best.middle - event.clientX) ? each : best), columns[0]);
    const beyond = nearest && event.clientX > nearest.middle + nearest.width && nearest.place === columns.length;
    return { lane, column: nearest ? nearest.place + (beyond ? 1 : 0) : 1 };
  };

  const drop = () => {
    drag?.step.classList.remove("dragged");
    drag?.step.removeAttribute("transform");
    for (const each of all(".over", drawing)) each.classList.remove("over");
    drag = null;
  };

  drawing.addEventListener("pointerdown", (event) => {
    const step = event.target.closest("[data-step]");
    dragged = false;
    if (step && event.isPrimary && event.button === 0) drag = { step, x: event.clientX, y: event.clientY, moves: false };
  });
  drawing.addEventListener("pointermove", (event) => {
    if (!drag || !event.isPrimary) return;
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moves && Math.hypot(x, y) < FAR) return;
    if (!drag.moves) {
      drag.moves = true;
      drawing.setPointerCapture(event.pointerId);
      drag.step.classList.add("dragged");
    }
    drag.step.setAttribute("transform", `translate(${x / scale()} ${y / scale()})`);
    const { lane } = place(event);
    for (const each of bands()) each.classList.toggle("over", each === lane);
  });
  drawing.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { step, moves } = drag;
    const { lane, column: to } = moves ? place(event) : {};
    drop();
    if (!moves) return;
    dragged = true;
    const key = step.dataset.step;
    choose("step", key);
    if (!lane) return say("Let it go over a role.", true);
    if (lane.dataset.lane !== map().steps[key].lane || to !== column(key)) moveTo(key, lane.dataset.lane, to);
  });
  drawing.addEventListener("pointercancel", drop);
  // A finger on a step moves the step, not the frame; anywhere else it scrolls.
  drawing.addEventListener("touchmove", (event) => drag && event.cancelable && event.preventDefault(), { passive: false });

  drawing.addEventListener("click", (event) => {
    if (dragged) return;
    const step = event.target.closest("[data-step]");
    const lane = event.target.closest("g[data-lane]");
    if (step && state.connecting) connect(state.connecting, step.dataset.step);
    else if (step) choose("step", step.dataset.step);
    else if (lane) choose("lane", lane.dataset.lane);
  });
  drawing.addEventListener("focusin", (event) => {
    const step = event.target.closest("[data-step]");
    if (step && !state.connecting && state.chosen.key !== step.dataset.step) choose("step", step.dataset.step);
  });

  const ARROWS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
  const neighbour = (step, towards) => {
    const middle = (each) => {
      const box = each.getBoundingClientRect();
      return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    };
    const [x, y] = middle(step);
    let best = null;
    for (const each of all("[data-step]", drawing)) {
      const [left, top] = middle(each);
      const along = { left: x - left, right: left - x, up: y - top, down: top - y }[towards];
      const across = Math.abs(towards === "left" || towards === "right" ? y - top : x - left);
      if (each !== step && along > 1 && (!best || along + 2 * across < best.far)) best = { each, far: along + 2 * across };
    }
    return best?.each;
  };

  drawing.addEventListener("keydown", (event) => {
    const step = event.target.closest("[data-step]");
    if (!step) return;
    const key = step.dataset.step;
    const towards = ARROWS[event.key];
    if (towards && event.altKey) move(key, towards);
    else if (towards) neighbour(step, towards)?.focus();
    else if (event.key === "Enter" || event.key === " ") {
      if (state.connecting) connect(state.connecting, key);
      else choose("step", key, true);
    } else if (event.key === "Delete") remove(key);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      drop();
      if (state.connecting) connect("", "");
    }
    const typing = event.target.closest?.("input, textarea, select");
    if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    (event.shiftKey ? DO.redo : DO.undo)();
  });

  // ---- the text, saving, leaving

  let typing = 0;
  area.addEventListener("input", () => {
    clearTimeout(typing);
    one("[data-unsaved-note]").hidden = area.value === state.saved;
    typing = setTimeout(() => ask(null, "The drawing shows the text."), PAUSE);
  });
  draft.addEventListener("submit", () => (state.leaving = true));
  window.addEventListener("beforeunload", (event) => {
    if (!state.leaving && area.value !== state.saved) event.preventDefault();
  });

  root.hidden = false;
  for (const each of document.querySelectorAll("[data-plain]")) each.remove();
  document.querySelector("[data-text-shelf]").open = false;
  ask(null, "").then(() => {
    if (!state.known.lanes.length) one("#add-lane-name").focus();
  });
})();

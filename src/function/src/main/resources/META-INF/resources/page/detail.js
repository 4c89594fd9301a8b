// One photograph in a dialog: its picture, what each model says, where the time went, and the heat map on demand.

import {describe, draw} from './heat.js';
import {explain} from './server.js';
import {millis, percent, size, words} from './words.js';

const element = (id) => document.getElementById(id);

export class Detail {
  #session;
  #models;
  #gallery;
  #queue;
  #say;
  #photograph = null;
  #address = null;
  #withHeat = false;

  constructor(session, models, gallery, queue, say) {
    this.#session = session;
    this.#models = models;
    this.#gallery = gallery;
    this.#queue = queue;
    this.#say = say;
    const dialog = element('detail');
    element('detail-close').addEventListener('click', () => dialog.close());
    element('before').addEventListener('click', () => this.#step(-1));
    element('after').addEventListener('click', () => this.#step(1));
    element('heat').addEventListener('click', () => this.#toggleHeat());
    element('opacity').addEventListener('input', () => this.#applyOpacity());
    dialog.addEventListener('close', () => this.#closed());
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
    dialog.addEventListener('keydown', (event) => this.#key(event));
    session.addEventListener('changed', (event) => event.detail === this.#photograph && this.#show());
    session.addEventListener('cleared', () => dialog.close());
    this.#applyOpacity();
  }

  open(photograph) {
    this.#turnTo(photograph);
    element('detail').showModal();
  }

  #turnTo(photograph) {
    this.#release();
    this.#photograph = photograph;
    this.#address = URL.createObjectURL(photograph.file);
    element('detail-title').textContent = photograph.name;
    this.#show();
  }

  #show() {
    const shown = this.#gallery.shown;
    const at = shown.indexOf(this.#photograph);
    element('before').disabled = at <= 0;
    element('after').disabled = at < 0 || at === shown.length - 1;
    element('heat').setAttribute('aria-pressed', this.#withHeat);
    element('opacity-choice').hidden = !this.#withHeat;
    element('legend').hidden = !this.#withHeat;
    const positive = words(this.#models.positive);
    element('legend').textContent =
      `Orange speaks for ${positive}, blue against it; what is shaded the model does not look at.`;
    element('views').replaceChildren(...this.#session.models.map((model) => this.#view(model)));
    if (this.#withHeat) {
      this.#session.models.forEach((model) => this.#askForHeat(model));
    }
  }

  #view(model) {
    const photograph = this.#photograph;
    const view = document.createElement('figure');
    view.dataset.model = model;
    const stage = document.createElement('div');
    stage.className = 'stage';
    const picture = document.createElement('img');
    picture.src = this.#address;
    picture.alt = photograph.name;
    picture.addEventListener('error', () => stage.classList.add('undrawable'));
    const frame = document.createElement('div');
    frame.className = 'frame';
    frame.append(picture);
    stage.append(frame);
    const caption = document.createElement('figcaption');
    caption.append(this.#told(model), ...this.#facts(model));
    view.append(stage, caption);
    const map = photograph.explanations.get(model);
    if (this.#withHeat && map?.explanation) {
      this.#overlay(view, map.explanation, photograph.answer(model).image);
    } else if (this.#withHeat && map?.problem) {
      caption.append(paragraph('why', `There is no heat map. ${map.problem.detail}`));
    }
    return view;
  }

  #told(model) {
    const answer = this.#photograph.answer(model);
    const problem = this.#photograph.problem(model);
    if (answer !== undefined) {
      const told = paragraph('told', '');
      const badge = document.createElement('span');
      badge.className = `badge ${this.#models.kind(answer.verdict)}`;
      badge.textContent = words(answer.verdict);
      told.append(badge, ` ${percent(answer.probability)} ${words(this.#models.positive)}`);
      return told;
    }
    return paragraph('told', problem === undefined ? 'waiting' : problem.detail);
  }

  #facts(model) {
    const answer = this.#photograph.answer(model);
    if (answer === undefined) {
      return [];
    }
    const list = document.createElement('dl');
    const fact = (term, description) => {
      const entry = document.createElement('div');
      entry.append(
        Object.assign(document.createElement('dt'), {textContent: term}),
        Object.assign(document.createElement('dd'), {textContent: description}),
      );
      list.append(entry);
    };
    fact('Model', `${answer.model.name} ${answer.model.version} (${answer.model.precision})`);
    fact('Picture', `${answer.image.width} × ${answer.image.height}, ${size(this.#photograph.file.size)}`);
    fact('Decode', millis(answer.millis.decode));
    fact('Resize', millis(answer.millis.resize));
    fact('Network', millis(answer.millis.network));
    fact('Total', millis(answer.millis.total));
    return [list];
  }

  #overlay(view, map, image) {
    const canvas = document.createElement('canvas');
    canvas.className = 'heat';
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `Heat map. ${describe(map, words(this.#models.positive))}`);
    draw(canvas, map, image);
    view.querySelector('.frame').append(canvas);
  }

  #askForHeat(model) {
    const photograph = this.#photograph;
    if (photograph.answer(model) === undefined || photograph.explanations.has(model)) {
      return;
    }
    photograph.explanations.set(model, {});
    this.#queue.add(
      () => explain(photograph.file, model),
      (outcome) => {
        const explanation = outcome.answer?.explanation;
        photograph.explanations.set(
          model,
          explanation ? {explanation} : {problem: outcome.problem ?? {detail: 'The server sent none.'}},
        );
        if (photograph === this.#photograph) {
          this.#show();
          this.#say(
            explanation
              ? `Heat map. ${describe(explanation, words(this.#models.positive))}`
              : 'There is no heat map.',
          );
        }
      },
      true,
    );
  }

  #toggleHeat() {
    this.#withHeat = !this.#withHeat;
    this.#show();
  }

  #applyOpacity() {
    element('views').style.setProperty('--heat', element('opacity').value / 100);
  }

  #step(by) {
    const shown = this.#gallery.shown;
    const next = shown[shown.indexOf(this.#photograph) + by];
    if (next === undefined) {
      return;
    }
    this.#turnTo(next);
    this.#say(next.name);
    // A button that is off keeps no focus.
    if (element(by < 0 ? 'before' : 'after').disabled) {
      element('detail-close').focus();
    }
  }

  #key(event) {
    if (event.target === element('opacity')) {
      return;
    }
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault();
      this.#step(event.key === 'ArrowLeft' ? -1 : 1);
    }
  }

  #closed() {
    const photograph = this.#photograph;
    this.#release();
    element('views').replaceChildren();
    this.#photograph = null;
    this.#gallery.focus(photograph);
  }

  #release() {
    if (this.#address !== null) {
      URL.revokeObjectURL(this.#address);
      this.#address = null;
    }
  }
}

function paragraph(classes, content) {
  return Object.assign(document.createElement('p'), {className: classes, textContent: content});
}

// The photographs of this session and what was said of each. They are in the browser's memory and nowhere else.

import {classify} from './server.js';
import {size} from './words.js';

/** One photograph. Of each model there is an outcome ({answer} or {problem}) or, as yet, none. */
export class Photograph {
  constructor(number, file, name) {
    this.number = number;
    this.file = file;
    this.name = name;
    this.outcomes = new Map();
    this.explanations = new Map();
  }

  answer(model = 'current') {
    return this.outcomes.get(model)?.answer;
  }

  problem(model = 'current') {
    return this.outcomes.get(model)?.problem;
  }

  isDone(models) {
    return models.every((model) => this.outcomes.has(model));
  }

  /** Whether two models have looked at it and say something else. */
  isDisputed() {
    const one = this.answer('current');
    const other = this.answer('beside');
    return one !== undefined && other !== undefined && one.verdict !== other.verdict;
  }
}

/** Events: "added" (detail: photographs), "changed" (detail: photograph), "cleared", "asked" when the models to ask change. */
export class Session extends EventTarget {
  photographs = [];
  /** Ids of the models that are asked. */
  models = ['current'];
  /** Largest photograph that the server takes, in bytes. */
  largest = Infinity;
  #queue;

  constructor(queue) {
    super();
    this.#queue = queue;
  }

  /** @param {{file: File, name: string}[]} files */
  add(files) {
    const added = files.map(
      ({file, name}, index) => new Photograph(this.photographs.length + index, file, name),
    );
    this.photographs.push(...added);
    this.dispatchEvent(new CustomEvent('added', {detail: added}));
    added.forEach((photograph) => this.#ask(photograph));
  }

  /** Asks these models from now on, of the photographs that are there too. */
  ask(models) {
    this.models = models;
    this.dispatchEvent(new Event('asked'));
    this.photographs.forEach((photograph) => this.#ask(photograph));
  }

  clear() {
    this.photographs = [];
    this.#queue.clear();
    this.dispatchEvent(new Event('cleared'));
  }

  get done() {
    return this.photographs.filter((photograph) => photograph.isDone(this.models)).length;
  }

  #ask(photograph) {
    for (const model of this.models) {
      if (photograph.outcomes.has(model) || photograph.asked?.has(model)) {
        continue;
      }
      photograph.asked = (photograph.asked ?? new Set()).add(model);
      if (photograph.file.size > this.largest) {
        this.#tell(photograph, model, {problem: this.#tooLarge(photograph.file)});
      } else {
        this.#queue.add(
          () => classify(photograph.file, model),
          (outcome) => this.#tell(photograph, model, outcome),
        );
      }
    }
  }

  #tell(photograph, model, outcome) {
    photograph.outcomes.set(model, outcome);
    if (this.photographs.includes(photograph)) {
      this.dispatchEvent(new CustomEvent('changed', {detail: photograph}));
    }
  }

  /** What the server would say, without sending it all that. */
  #tooLarge(file) {
    return {
      reason: 'too_large',
      title: 'Photograph too large',
      detail: `The file has ${size(file.size)}; at most ${size(this.largest)} are looked at.`,
    };
  }
}

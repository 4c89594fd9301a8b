// Which models answer. The labels' names are theirs: nothing here knows of cars.

import {save} from './export.js';
import {key} from './key.js';
import {fetchReport, models as fetchModels, report} from './server.js';

const UNCERTAIN = 'uncertain';

/** Event "changed". */
export class Models extends EventTarget {
  /** As the server lists them. */
  list = [];
  limits = null;

  /** Asks the server; a list that was there stays when it does not answer. */
  async load() {
    const told = await fetchModels();
    if (told !== null) {
      this.list = told.models;
      this.limits = told.limits ?? null;
      this.#show();
      this.dispatchEvent(new Event('changed'));
    }
  }

  get #current() {
    return this.list.find((model) => model.id === 'current');
  }

  /** Another version may have become current since the list came. */
  seen(answer) {
    const current = this.#current;
    if (current === undefined || current.version !== answer.model.version || current.name !== answer.model.name) {
      this.load();
    }
  }

  get beside() {
    return this.list.find((model) => model.id === 'beside');
  }

  /** [negative, positive] */
  get labels() {
    return this.#current?.labels ?? ['not_car', 'car'];
  }

  get positive() {
    return this.labels[1];
  }

  /** The probability that tells least. */
  get middle() {
    const thresholds = this.#current?.thresholds;
    return thresholds ? (thresholds.lower + thresholds.upper) / 2 : 0.5;
  }

  /** positive, negative or uncertain, for a verdict. */
  kind(verdict) {
    return verdict === this.positive ? 'positive' : verdict === UNCERTAIN ? UNCERTAIN : 'negative';
  }

  get verdicts() {
    return [this.positive, this.labels[0], UNCERTAIN];
  }

  /** What to call a model beside another: its version, unless both have the same. */
  version(id) {
    const model = this.list.find((candidate) => candidate.id === id);
    const same = this.list.some((other) => other.id !== id && other.version === model?.version);
    return model === undefined ? id : same ? `${model.version} (${id})` : model.version;
  }

  #show() {
    document.getElementById('models').replaceChildren(
      ...this.list.map((model) => {
        const item = document.createElement('li');
        item.append(`${model.name} ${model.version} (${model.precision})`);
        if (model.report) {
          const link = document.createElement('a');
          link.href = report(model);
          link.target = '_blank';
          link.rel = 'noopener';
          link.textContent = 'report';
          // A browser that follows a link sends no key.
          link.addEventListener('click', (event) => {
            if (key.value !== null) {
              event.preventDefault();
              saveReport(model);
            }
          });
          link.setAttribute('aria-label', `Report of ${model.name} ${model.version}`);
          item.append(' · ', link);
        }
        return item;
      }),
    );
  }
}

async function saveReport(model) {
  const page = await fetchReport(model);
  if (page !== null) {
    save(`${model.name}-${model.version}.html`, 'text/html', page);
  }
}

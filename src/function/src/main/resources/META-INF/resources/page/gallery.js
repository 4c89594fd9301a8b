// The photographs as cards: which of them are shown, in which order, and what stands on each.

import {drawWhenSeen, forget} from './thumbnail.js';
import {millis, percent, words} from './words.js';

/** Cards that are made or written in one frame; a browser does so many within a few milliseconds. */
const CARDS_A_FRAME = 60;

/** How often cards change places while answers come, in milliseconds: nobody can look at what moves all the time. */
const ORDER_EVERY = 400;

/** How often answers are shown, in milliseconds: painting takes processors that may be the server's, too. */
const WRITE_EVERY = 120;

const UNCERTAIN = 'uncertain';

/** Event "open" (detail: photograph). */
export class Gallery extends EventTarget {
  #list;
  #template;
  #models;
  #session;
  #cards = new Map();
  #changed = new Set();
  #frame = false;
  #ordering = null;
  #filter = 'all';
  #order = 'added';
  /** The one card that the Tab key reaches. */
  #current = null;

  constructor(session, models) {
    super();
    this.#session = session;
    this.#models = models;
    this.#list = document.getElementById('photographs');
    this.#template = document.getElementById('card');
    session.addEventListener('added', (event) => event.detail.forEach((photograph) => this.#touch(photograph)));
    session.addEventListener('changed', (event) => this.#touch(event.detail));
    session.addEventListener('asked', () => session.photographs.forEach((photograph) => this.#touch(photograph)));
    session.addEventListener('cleared', () => this.#clear());
    this.#list.addEventListener('click', (event) => this.#open(event.target.closest('.card')));
    this.#list.addEventListener('keydown', (event) => this.#key(event));
    this.#list.addEventListener('focusin', (event) => this.#reach(event.target.closest('.card')));
  }

  /** @param {string} filter all, disputed, refused, or a verdict */
  show(filter) {
    this.#filter = filter;
    this.#arrange();
  }

  order(order) {
    this.#order = order;
    this.#arrange();
  }

  /** The photographs that are shown, in their order. */
  get shown() {
    return this.#session.photographs.filter((photograph) => this.#isShown(photograph)).sort(this.#comparison());
  }

  focus(photograph) {
    const card = this.#cards.get(photograph)?.firstElementChild;
    (card?.isConnected ? card : this.#list).focus();
  }

  #touch(photograph) {
    this.#changed.add(photograph);
    if (!this.#frame) {
      this.#frame = true;
      setTimeout(() => requestAnimationFrame(() => this.#write()), WRITE_EVERY);
    }
  }

  #write() {
    this.#frame = false;
    let written = 0;
    let made = false;
    for (const photograph of this.#changed) {
      if (written++ === CARDS_A_FRAME) {
        this.#frame = true;
        requestAnimationFrame(() => this.#write());
        break;
      }
      this.#changed.delete(photograph);
      made = this.#card(photograph) || made;
      this.#fill(photograph);
    }
    if (made) {
      this.#arrange();
    } else if (this.#order !== 'added' || this.#filter !== 'all') {
      this.#ordering ??= setTimeout(() => this.#arrange(), ORDER_EVERY);
    }
  }

  /** Returns whether there was none. */
  #card(photograph) {
    if (this.#cards.has(photograph)) {
      return false;
    }
    const card = this.#template.content.firstElementChild.cloneNode(true);
    card.querySelector('.name').textContent = photograph.name;
    card.firstElementChild.photograph = photograph;
    this.#cards.set(photograph, card);
    drawWhenSeen(card.querySelector('.thumbnail'), photograph.file);
    return true;
  }

  #fill(photograph) {
    const card = this.#cards.get(photograph);
    const several = this.#session.models.length > 1;
    card.classList.toggle('disputed', photograph.isDisputed());
    card.querySelector('.verdicts').replaceChildren(
      ...this.#session.models.map((model) => this.#line(photograph, model, several)),
    );
  }

  #line(photograph, model, several) {
    const line = text('span', 'line');
    if (several) {
      line.append(text('span', 'whose', this.#models.version(model)), ' ');
    }
    const answer = photograph.answer(model);
    const problem = photograph.problem(model);
    if (answer !== undefined) {
      const bar = text('span', 'bar');
      bar.style.setProperty('--part', answer.probability);
      line.append(
        text('span', `badge ${this.#models.kind(answer.verdict)}`, words(answer.verdict)),
        ' ',
        text('span', 'percent', `${percent(answer.probability)} ${words(this.#models.positive)}`),
        bar,
        text('span', 'millis', millis(answer.millis.total)),
      );
    } else if (problem !== undefined) {
      line.append(text('span', 'badge refused', 'refused'), ' ', text('span', 'why', problem.title));
    } else {
      line.append(text('span', 'badge waiting', 'waiting'));
    }
    return line;
  }

  #isShown(photograph) {
    const answers = this.#session.models.map((model) => photograph.answer(model));
    switch (this.#filter) {
      case 'all':
        return true;
      case 'disputed':
        return photograph.isDisputed();
      case 'refused':
        return this.#session.models.some((model) => photograph.problem(model) !== undefined);
      default:
        return answers.some((answer) => answer?.verdict === this.#filter);
    }
  }

  #comparison() {
    const came = (a, b) => a.number - b.number;
    const by = (value) => (a, b) => value(a) - value(b) || came(a, b);
    switch (this.#order) {
      case 'uncertain':
        return by((photograph) => this.#certainty(photograph));
      case 'highest':
        return by((photograph) => -(photograph.answer()?.probability ?? -1));
      case 'lowest':
        return by((photograph) => photograph.answer()?.probability ?? 2);
      case 'name':
        return (a, b) => a.name.localeCompare(b.name, undefined, {numeric: true}) || came(a, b);
      default:
        return came;
    }
  }

  /** The uncertain ones first, then by how near they are to being so; without an answer last. */
  #certainty(photograph) {
    const answer = photograph.answer();
    if (answer === undefined) {
      return 2;
    }
    const fromMiddle = Math.abs(answer.probability - this.#models.middle);
    return answer.verdict === UNCERTAIN ? fromMiddle - 1 : fromMiddle;
  }

  #arrange() {
    clearTimeout(this.#ordering);
    this.#ordering = null;
    const focused = this.#list.contains(document.activeElement) ? document.activeElement : null;
    const cards = this.shown.map((photograph) => this.#cards.get(photograph)).filter((card) => card !== undefined);
    const wanted = new Set(cards);
    for (const card of [...this.#list.children]) {
      if (!wanted.has(card)) {
        card.remove();
      }
    }
    cards.forEach((card, index) => {
      if (this.#list.children[index] !== card) {
        this.#list.insertBefore(card, this.#list.children[index] ?? null);
      }
    });
    document.getElementById('none').hidden = cards.length > 0 || this.#session.photographs.length === 0;
    if (!this.#current?.isConnected) {
      this.#reach(cards[0]?.firstElementChild);
    }
    // What is moved loses the focus; what went away leaves it to its list.
    if (focused !== null && document.activeElement !== focused) {
      (focused.isConnected ? focused : this.#list).focus({preventScroll: true});
    }
  }

  #reach(card) {
    if (card && card !== this.#current) {
      this.#current?.setAttribute('tabindex', '-1');
      this.#current = card;
      card.setAttribute('tabindex', '0');
    }
  }

  #open(card) {
    if (card) {
      this.dispatchEvent(new CustomEvent('open', {detail: card.photograph}));
    }
  }

  #key(event) {
    const cards = [...this.#list.children].map((item) => item.firstElementChild);
    const at = cards.indexOf(document.activeElement);
    const columns = cards.filter((card) => card.offsetTop === cards[0].offsetTop).length;
    const to = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - columns,
      ArrowDown: at + columns,
      Home: 0,
      End: cards.length - 1,
    }[event.key];
    if (to !== undefined && cards[to] !== undefined) {
      event.preventDefault();
      cards[to].focus();
    }
  }

  #clear() {
    for (const card of this.#cards.values()) {
      forget(card.querySelector('.thumbnail'));
    }
    this.#cards.clear();
    this.#changed.clear();
    this.#current = null;
    this.#list.replaceChildren();
  }
}

function text(tag, classes, content = '') {
  const element = document.createElement(tag);
  element.className = classes;
  element.textContent = content;
  return element;
}

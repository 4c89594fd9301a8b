// Puts the parts together.

import {say, sayOfMany} from './announce.js';
import {Detail} from './detail.js';
import {csv, json, save} from './export.js';
import {Gallery} from './gallery.js';
import {listen} from './intake.js';
import {key} from './key.js';
import {Models} from './models.js';
import {Queue} from './queue.js';
import {Session} from './session.js';
import {count, words} from './words.js';

const element = (id) => document.getElementById(id);

const queue = new Queue();
const models = new Models();
const session = new Session(queue);
const gallery = new Gallery(session, models);
const detail = new Detail(session, models, gallery, queue, say);

listen((files) => {
  if (files.length === 0) {
    notice('There is no photograph in that.');
    return;
  }
  notice(null);
  session.add(files);
});

// --- what came of it, in numbers

function tallies() {
  const numbers = new Map([['all', session.photographs.length], ['refused', 0], ['disputed', 0]]);
  const more = (key) => numbers.set(key, (numbers.get(key) ?? 0) + 1);
  for (const photograph of session.photographs) {
    const verdicts = new Set(session.models.map((model) => photograph.answer(model)?.verdict));
    verdicts.forEach((verdict) => verdict !== undefined && more(verdict));
    if (session.models.some((model) => photograph.problem(model) !== undefined)) {
      more('refused');
    }
    if (photograph.isDisputed()) {
      more('disputed');
    }
  }
  return numbers;
}

let counting = false;

/** How often the numbers are shown, in milliseconds, however many answers come. */
const COUNT_EVERY = 120;

function recount() {
  if (!counting) {
    counting = true;
    setTimeout(() => {
      counting = false;
      showCounts();
    }, COUNT_EVERY);
  }
}

function showCounts() {
  const numbers = tallies();
  const all = session.photographs.length;
  const done = session.done;
  element('session').hidden = all === 0;
  element('progress').max = Math.max(1, all);
  element('progress').value = done;
  element('progress').hidden = done === all;
  const sentence = done === all ? `${count(all, 'photograph')} done` : `${done} of ${all} photographs done`;
  if (element('summary').textContent !== sentence) {
    element('summary').textContent = sentence;
    if (all > 0) {
      const told = [...models.verdicts, 'refused']
        .filter((key) => numbers.get(key) > 0)
        .map((key) => `${numbers.get(key)} ${words(key)}`);
      sayOfMany([sentence, ...told].join(', '));
    }
  }
  for (const label of element('filters').querySelectorAll('label')) {
    const key = label.querySelector('input').value;
    label.querySelector('.number').textContent = numbers.get(key) ?? 0;
    label.hidden = key === 'disputed' && session.models.length < 2;
  }
}

session.addEventListener('added', recount);
session.addEventListener('asked', recount);
session.addEventListener('cleared', recount);
session.addEventListener('changed', (event) => {
  recount();
  const answer = event.detail.answer();
  if (answer !== undefined) {
    models.seen(answer);
  }
});

// --- which are shown, and in which order

function showFilters() {
  const chosen = element('filters').querySelector('input:checked')?.value ?? 'all';
  const keys = ['all', ...models.verdicts, 'refused', 'disputed'];
  element('filters').querySelectorAll('label').forEach((label) => label.remove());
  element('filters').append(
    ...keys.map((key) => {
      const label = document.createElement('label');
      const radio = Object.assign(document.createElement('input'), {type: 'radio', name: 'filter', value: key});
      radio.checked = key === (keys.includes(chosen) ? chosen : 'all');
      const number = Object.assign(document.createElement('span'), {className: 'number'});
      label.append(radio, ` ${words(key)} `, number);
      return label;
    }),
  );
  recount();
}

element('filters').addEventListener('change', (event) => gallery.show(event.target.value));
element('order').addEventListener('change', () => gallery.order(element('order').value));
gallery.addEventListener('open', (event) => detail.open(event.detail));

// --- the models

models.addEventListener('changed', () => {
  session.largest = models.limits?.bytes ?? Infinity;
  element('compare-choice').hidden = models.beside === undefined;
  showFilters();
});
element('compare').addEventListener('change', () =>
  session.ask(element('compare').checked ? ['current', 'beside'] : ['current']),
);
showFilters();

// --- the server, while it does not answer

function notice(sentence, again = false) {
  element('notice').hidden = sentence === null;
  element('notice-text').textContent = sentence ?? '';
  element('notice-again').hidden = !again;
}

queue.addEventListener('away', (event) => notice(`${event.detail} Trying again by itself…`));
queue.addEventListener('back', () => {
  notice(null);
  models.load();
});
queue.addEventListener('stopped', () => notice('The server has not answered for two minutes.', true));
element('notice-again').addEventListener('click', () => {
  notice(null);
  queue.again();
});

// --- the key, where the server asks for one

key.addEventListener('needed', (event) => {
  element('key-why').textContent = event.detail ? 'The server does not know this key.' : 'The server asks for an API key.';
  element('key-form').hidden = false;
  element('key').focus();
});
element('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  key.value = element('key').value.trim();
  element('key').value = '';
  element('key-form').hidden = true;
  models.load();
  queue.again();
});

// --- the session as a file

element('save-csv').addEventListener('click', () => save('car-or-not.csv', 'text/csv', csv(session)));
element('save-json').addEventListener('click', () => save('car-or-not.json', 'application/json', json(session)));
element('clear').addEventListener('click', () => {
  session.clear();
  notice(null);
  say('Cleared.');
  element('choose-files').focus();
});

// When everything listens.
models.load();

// What the page asks of the server. Every answer is a value: {answer}, {problem}, {away} when asking again may help, or
// {locked} when it may once there is a key.

import {key} from './key.js';

const ROOT = new URL('..', import.meta.url);

/** When a 503 does not say after how many seconds to ask again. */
const SOON = 1;

/**
 * Asks for a verdict.
 *
 * @param {File} file
 * @param {string} model an id of GET models
 */
export function classify(file, model) {
  return ask('classify', file, model);
}

/** Asks what speaks for the verdict. */
export function explain(file, model) {
  return ask('explain', file, model);
}

/** Which models answer, and how large a photograph may be; null while the server does not say. */
export async function models() {
  try {
    const response = await fetchWithKey(new URL('models', ROOT), {cache: 'no-store'});
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** The address of a model's report, which the server names from its root. */
export function report(model) {
  return new URL(model.report.replace(/^\//, ''), ROOT);
}

/** The report itself, for servers that give it to nobody without a key; null when it does not come. */
export async function fetchReport(model) {
  try {
    const response = await fetchWithKey(report(model), {cache: 'no-store'});
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

/** As fetch does, with the key; again when another key has come meanwhile. */
async function fetchWithKey(address, options) {
  for (;;) {
    const used = key.value;
    const headers = {...options.headers, ...(used === null ? {} : {Authorization: `Bearer ${used}`})};
    const response = await fetch(address, {...options, headers});
    if (response.status !== 401 || key.refused(used)) {
      return response;
    }
  }
}

async function ask(what, file, model) {
  const address = new URL(what, ROOT);
  if (model !== 'current') {
    address.searchParams.set('model', model);
  }
  let response;
  let body;
  try {
    response = await fetchWithKey(address, {
      method: 'POST',
      body: file,
      headers: {'Content-Type': 'application/octet-stream', Accept: 'application/json, application/problem+json'},
      cache: 'no-store',
    });
    body = await response.text();
  } catch {
    return (await isReadable(file))
      ? {away: 'The server does not answer.'}
      : {problem: {reason: 'unreadable', title: 'Cannot be read', detail: 'The file was moved or changed.'}};
  }
  if (response.status === 401) {
    return {locked: true};
  }
  const document = parsed(body);
  if (response.status === 503) {
    return {
      away: document?.detail ?? 'The server is busy.',
      after: Number(response.headers.get('Retry-After')) || SOON,
    };
  }
  if (document === null) {
    return {problem: {reason: 'unexpected', title: 'Unexpected answer', detail: `The server answered ${response.status} and no JSON.`}};
  }
  return response.ok ? {answer: document} : {problem: document};
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** A failed request is the file's fault when its first byte cannot be had either. */
async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

// The session as a file: CSV for spreadsheets, JSON for programs.

const COLUMNS = [
  'file', 'asked', 'verdict', 'probability', 'name', 'version', 'precision',
  'width', 'height', 'decode_ms', 'resize_ms', 'network_ms', 'total_ms', 'problem', 'detail',
];

/** What a spreadsheet would take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A line for each photograph and model that has answered; lines end as RFC 4180 wants it. */
export function csv(session) {
  const lines = [COLUMNS];
  for (const photograph of session.photographs) {
    for (const [model, {answer, problem}] of photograph.outcomes) {
      lines.push(answer ? answered(photograph, model, answer) : refused(photograph, model, problem));
    }
  }
  return lines.map((line) => line.map(cell).join(',') + '\r\n').join('');
}

function answered(photograph, model, answer) {
  const {name, version, precision} = answer.model;
  const {decode, resize, network, total} = answer.millis;
  return [
    photograph.name, model, answer.verdict, answer.probability, name, version, precision,
    answer.image.width, answer.image.height, decode, resize, network, total, '', '',
  ];
}

function refused(photograph, model, problem) {
  return [photograph.name, model, ...Array(COLUMNS.length - 4).fill(''), problem.reason, problem.detail];
}

function cell(value) {
  if (typeof value === 'number') {
    return String(value);
  }
  const text = String(value ?? '');
  // A file may be called =HYPERLINK(...): behind an apostrophe it is text.
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The server's answers as they came, by photograph and model. */
export function json(session) {
  return JSON.stringify(
    {
      saved: new Date().toISOString(),
      photographs: session.photographs.map((photograph) => ({
        file: photograph.name,
        bytes: photograph.file.size,
        outcomes: Object.fromEntries(photograph.outcomes),
      })),
    },
    null,
    2,
  );
}

/** Hands a file to the browser to save. */
export function save(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], {type}));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

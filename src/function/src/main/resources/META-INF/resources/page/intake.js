// How photographs get in: dropped, pasted, chosen, taken with the camera, or found in folders.

const element = (id) => document.getElementById(id);

/**
 * Listens for photographs on the whole page.
 *
 * @param {(files: {file: File, name: string}[]) => void} take
 */
export function listen(take) {
  choose('choose-files', 'files', take);
  choose('choose-folder', 'folder', (files) => take(files.filter(isPhotograph)));
  choose('choose-camera', 'camera', take);

  document.addEventListener('paste', (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length > 0) {
      event.preventDefault();
      take(pasted.map((file) => ({file, name: file.name || 'pasted'})));
    }
  });

  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) {
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      document.body.classList.add('over');
    }
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) {
      document.body.classList.remove('over');
    }
  });
  document.addEventListener('drop', async (event) => {
    document.body.classList.remove('over');
    if (event.dataTransfer === null) {
      return;
    }
    event.preventDefault();
    take(await dropped(event.dataTransfer));
  });
}

function choose(button, input, take) {
  element(button).addEventListener('click', () => element(input).click());
  element(input).addEventListener('change', () => {
    take([...element(input).files].map((file) => ({file, name: file.webkitRelativePath || file.name})));
    // The same file may be chosen again.
    element(input).value = '';
  });
}

/** Files as they are; of folders the photographs in them, however deep. */
async function dropped(transfer) {
  // All entries first: they are gone once anything is waited for.
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const found = items.map((item) => ({entry: item.webkitGetAsEntry?.(), file: item.getAsFile()}));
  const files = [];
  for (const {entry, file} of found) {
    if (entry?.isDirectory) {
      files.push(...(await inside(entry)).filter(isPhotograph));
    } else if (file !== null) {
      files.push({file, name: file.name});
    }
  }
  return files;
}

async function inside(folder) {
  const files = [];
  const reader = folder.createReader();
  // A reader gives a hundred at a time, and none at the end.
  for (let some = await entries(reader); some.length > 0; some = await entries(reader)) {
    for (const entry of some) {
      if (entry.isDirectory) {
        files.push(...(await inside(entry)));
      } else {
        const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
        if (file !== null) {
          files.push({file, name: entry.fullPath.replace(/^\//, '')});
        }
      }
    }
  }
  return files;
}

function entries(reader) {
  return new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
}

/** Folders hold other things too; what was dropped by itself is left for the server to judge. */
function isPhotograph({file}) {
  return file.type.startsWith('image/') && !file.name.startsWith('.');
}

/** Files to and from the user, by the browser's own ways: a download (on the desktop a save dialog), and a file chosen in its dialog. */

/** Characters that some system refuses in file names become `_`. */
export function fileNameOf(title: string, ending: string): string {
  const name = title.replaceAll(/[^\p{L}\p{N} ._-]+/gu, '_').trim().slice(0, 80);
  return `${name === '' ? 'legion-prof' : name}.${ending}`;
}

export function saveFile(name: string, content: Blob | string, type = 'text/plain'): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Undefined when the user chose none. */
export function chooseFile(accept: string): Promise<File | undefined> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('change', () => resolve(input.files?.[0]));
    input.addEventListener('cancel', () => resolve(undefined));
    input.click();
  });
}

/** Hands the browser a file to keep; where to is the browser's (or the desktop's) own dialog. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  // What a file system would not take as a name comes from titles of runs.
  link.download = name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-');
  link.click();
  // The download has begun with the click; the address may go once the task is over.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

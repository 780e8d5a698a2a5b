/** The page of an archive for somebody who opens the folder in a browser: it says what this is and loads nothing. */

export function archivePage(title: string): string {
  const name = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${name}</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem } code { background: #8883; padding: 0 .3em }</style>
<h1>${name}</h1>
<p>This folder is an archive of a profile. To look at it, install <code>legion_prof</code> and give it the folder, or the address of this page if a web server serves it:</p>
<p><code>legion_prof attach &lt;folder or address&gt;</code></p>
<p>The viewers of Legion Prof 0.8 and later open it too.</p>
</html>
`;
}

// Unpacks the Chromium of @sparticuz/chromium into the folder given. A process of its own, because the package writes
// to TMPDIR: its own way, a shared /tmp/chromium, hands out whatever somebody else left there.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const [folder, finalFolder] = process.argv.slice(2);
process.env.TMPDIR = folder;
const { inflate } = await import('@sparticuz/chromium');
const bin = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin');
await Promise.all(['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'].map((name) => inflate(join(bin, name))));

// Its font configuration names folders of a cloud service; ours knows this folder alone, so that text looks the same everywhere.
mkdirSync(join(folder, 'fontconfig'), { recursive: true });
writeFileSync(
  join(folder, 'fontconfig', 'fonts.conf'),
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(finalFolder, 'fonts')}</dir>
  <cachedir>${join(finalFolder, 'fonts-cache')}</cachedir>
</fontconfig>
`,
);

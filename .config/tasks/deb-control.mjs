/** The texts in a .deb that say what it is: pure. */

/**
 * A version in Debian's order: what comes before a release, and what is built on the runtime for tests, sorts before it.
 * `0.1.0-test-runtime.33.2.1` becomes `0.1.0~test.runtime.33.2.1`.
 */
export function debianVersion(version) {
  const [release, ...rest] = version.split('-');
  return rest.length === 0 ? release : `${release}~${rest.join('.')}`;
}

/** `deb` is that section of electron-builder.yml; `installedBytes` the size of all files. */
export function controlText({ deb, version, architecture, installedBytes, testBuild }) {
  const description = `${testBuild ? 'TEST BUILD on a runtime for demo and tests only. ' : ''}${deb.description}`;
  return [
    ['Package', deb.packageName],
    ['Version', debianVersion(version)],
    ['Architecture', architecture],
    ['Maintainer', deb.maintainer],
    ['Installed-Size', String(Math.ceil(installedBytes / 1024))],
    ['Depends', deb.depends.join(', ')],
    ['Section', deb.packageCategory],
    ['Priority', deb.priority],
    ['Description', `${deb.synopsis}${testBuild ? ' (TEST BUILD)' : ''}\n${wrapped(description)}`],
  ]
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** What `apt changelog` and `zless` show: this version, and where the rest is. `date` in RFC 5322's form. */
export function changelogText({ deb, version, date }) {
  return [
    `${deb.packageName} (${debianVersion(version)}) stable; urgency=medium`,
    '',
    '  * What is new: CHANGELOG.md in the sources of this version.',
    '',
    ` -- ${deb.maintainer}  ${date}`,
    '',
  ].join('\n');
}

/** Continuation lines of at most 80 characters, each after one space. */
function wrapped(text) {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= 80) lines[lines.length - 1] = longer;
    else lines.push(` ${word}`);
  }
  return lines.join('\n');
}

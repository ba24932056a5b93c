// Prepares a fresh checkout and runs one of its scripts with Node 24: `node scripts/setup.mjs src/demo.ts --once`.
// Node 12 must be able to parse this file so that it can print the error. Other modules are imported only after the version check.
const OLDEST_NODE = 20

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  console.error(
    `Ollio needs Node.js ${OLDEST_NODE} or newer, but this is ${process.version}. Install a newer version from https://nodejs.org and try again.`,
  )
  process.exitCode = 1
} else {
  void import('./setup/main.mjs').then(({ main }) => main(process.argv.slice(2)))
}

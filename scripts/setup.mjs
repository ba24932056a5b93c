// Makes a fresh checkout ready and runs one of its scripts with Node 24: `node scripts/setup.mjs src/demo.ts --once`.
// Nothing is imported before the version is known, and Node 12 can read this file: it is the one to say that it is too old.
const OLDEST_NODE = 20

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  console.error(
    `Ollio needs Node ${OLDEST_NODE} or newer to begin with, and this is ${process.version}: install a newer one from https://nodejs.org and start again.`,
  )
  process.exitCode = 1
} else {
  void import('./setup/main.mjs').then(({ main }) => main(process.argv.slice(2)))
}

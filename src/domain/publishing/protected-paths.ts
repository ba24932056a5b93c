/** Files that tools run or read as configuration, matched by name or folder. Case is ignored because some file systems ignore it. */
const PROTECTED: readonly RegExp[] = [
  // Configuration and lockfiles, and all JSON files at the root, where tools look for their configuration.
  /(?:^|\/)(?:package|package-lock|npm-shrinkwrap|[jt]sconfig[^/]*|components)\.json$/i,
  /(?:^|\/)(?:project|nx|turbo|lerna|rush|biome|deno|vercel|wrangler|firebase)\.json$/i,
  /^[^/]+\.json$/,
  /\.config\.[a-z]+$/i,
  // Instructions for agents.
  /(?:^|\/)(?:AGENTS|CLAUDE|GEMINI)\.md$/i,
  // Code that a server loads at start or runs for requests. Components may have the same names.
  /(?:^|\/)(?:route|middleware|proxy|instrumentation[^/]*)\.[cm]?[jt]s$/i,
  /(?:^|\/)(?:app\/(?:.*\/)?route|src\/(?:middleware|proxy|instrumentation[^/]*))\.[jt]sx$/i,
  /(?:^|\/)(?:pages\/api|netlify|node_modules)\//i,
  /(?:^|\/)netlify\.[a-z]+$/i,
  // Code that runs before tests or replaces a module.
  /(?:^|\/)__mocks__\//i,
  /(?:^|\/)(?:global-?(?:setup|teardown)|(?:tests?|jest|vitest)[.-]?setup|setup[.-]?(?:tests?|jest|vitest))\.[cm]?[jt]sx?$/i,
  /(?:^|\/)(?:tests?|__tests__)\/setup\.[cm]?[jt]sx?$/i,
  // Git hooks. Folders named `hooks` also hold React hooks.
  /(?:^|\/)(?:husky|git-?hooks)\//i,
  /(?:^|\/)hooks\/(?:(?:pre|post)-[a-z-]+|(?:prepare-)?commit-msg)\.[cm]?[jt]s$/i,
]

/** True for a file that a program runs or follows automatically, possibly before anyone has reviewed it. */
export function isProtectedPath(path: string): boolean {
  return PROTECTED.some((rule) => rule.test(path))
}

/** By name or folder, in whatever case: what some systems take for the same name, their programs obey as well. */
const OBEYED: readonly RegExp[] = [
  // Configuration and lockfiles; and all JSON at the root, since that is where tools look for theirs.
  /(?:^|\/)(?:package|package-lock|npm-shrinkwrap|[jt]sconfig[^/]*|components)\.json$/i,
  /(?:^|\/)(?:project|nx|turbo|lerna|rush|biome|deno|vercel|wrangler|firebase)\.json$/i,
  /^[^/]+\.json$/,
  /\.config\.[a-z]+$/i,
  // Instructions to agents.
  /(?:^|\/)(?:AGENTS|CLAUDE|GEMINI)\.md$/i,
  // What a server begins and answers with. Components may have the same names.
  /(?:^|\/)(?:route|middleware|proxy|instrumentation[^/]*)\.[cm]?[jt]s$/i,
  /(?:^|\/)(?:app\/(?:.*\/)?route|src\/(?:middleware|proxy|instrumentation[^/]*))\.[jt]sx$/i,
  /(?:^|\/)(?:pages\/api|netlify|node_modules)\//i,
  /(?:^|\/)netlify\.[a-z]+$/i,
  // What runs before tests, or in place of a module.
  /(?:^|\/)__mocks__\//i,
  /(?:^|\/)(?:global-?(?:setup|teardown)|(?:tests?|jest|vitest)[.-]?setup|setup[.-]?(?:tests?|jest|vitest))\.[cm]?[jt]sx?$/i,
  /(?:^|\/)(?:tests?|__tests__)\/setup\.[cm]?[jt]sx?$/i,
  // What git runs. React's hooks lie in folders of the same name.
  /(?:^|\/)(?:husky|git-?hooks)\//i,
  /(?:^|\/)hooks\/(?:(?:pre|post)-[a-z-]+|(?:prepare-)?commit-msg)\.[cm]?[jt]s$/i,
]

/** True for what a program runs or obeys by itself, be it before anybody has read it. */
export function isProtectedPath(path: string): boolean {
  return OBEYED.some((rule) => rule.test(path))
}

import type { HourlyLimits } from '#src/domain/credits/hourly-limits.ts'
import type { Artifacts } from '#src/ports/artifacts.ts'
import type { PageBrowser } from '#src/ports/page-browser.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import type { CommitTrees } from '#src/ports/commit-trees.ts'
import type { LanguageModel } from '#src/ports/language-model.ts'
import type { OrphanedFiles } from '#src/ports/orphaned-files.ts'
import type { Ledger } from '#src/ports/ledger.ts'
import type { Machine } from '#src/ports/machine.ts'
import type { LineDiff } from '#src/ports/line-diff.ts'
import type { Links } from '#src/ports/links.ts'
import type { Log } from '#src/ports/log.ts'
import type { Packages } from '#src/ports/packages.ts'
import type { RunningLimits } from '#src/ports/slots.ts'
import type { SandboxProvider } from '#src/ports/sandbox.ts'
import type { SecretSearch } from '#src/ports/secret-search.ts'
import type { Workflows } from '#src/ports/workflows.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import type { ProjectStore } from '#src/ports/project-store.ts'
import type { TextMerge } from '#src/ports/text-merge.ts'
import type { YamlReader } from '#src/ports/yaml-reader.ts'

/** The ports that activities use. */
export type ActivityPorts = ProjectStore & {
  codeHost: CodeHost
  commitTrees: CommitTrees
  sandboxes: SandboxProvider
  orphanedFiles: OrphanedFiles
  packages: Packages
  browser: PageBrowser
  model: LanguageModel
  ledger: Ledger
  artifacts: Artifacts
  workflows: Workflows
  sourceReader: SourceReader
  yamlReader: YamlReader
  secretSearch: SecretSearch
  lineDiff: LineDiff
  textMerge: TextMerge
  links: Links
  machine: Machine
  log: Log
  rules: Rules
}

type Rules = {
  credits: { generate: number; refine: number }
  monthlyCredits: number
  /** The most turns that may be opened in an hour. */
  turnsPerHour: HourlyLimits
  /** The most turns that may run at once. */
  turnsAtOnce: RunningLimits
  stepsPerTurn: number
  /** The models that a repository may choose from; the first is the default. */
  models: readonly string[]
  minutesPerTurn: number
  /** The size of the model's context window in tokens. */
  contextTokens: number
  publicUrl: string
  previewUrl: string
}

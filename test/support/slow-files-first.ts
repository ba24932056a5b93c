import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take longest, longest first. A slow file that starts last keeps one worker busy while the others have nothing to do. */
export const SLOW_FILES: readonly string[] = [
  'test/system/stack/crashes-at-github.test.ts',
  'test/system/browser/lying-pages.test.ts',
  'test/system/stack/recorded-turns.test.ts',
  'test/system/stack/order-and-ends.test.ts',
  'test/system/stack/conversation.test.ts',
  'test/system/stack/crashes-at-work.test.ts',
  'test/system/stack/kinds-of-repository-turns.test.ts',
  'test/system/browser/browser-limits.test.ts',
  'test/system/pages/pages-in-browser.test.ts',
  'test/system/stack/attacks.test.ts',
  'test/system/packages/install-packages.test.ts',
  'test/system/e2b/e2b-contract.test.ts',
  'test/system/stack/walk-through.test.ts',
  'test/system/preview/next-errors.test.ts',
  'test/system/browser/survey-page.test.ts',
  'test/system/stack/eval-runs.test.ts',
  'test/system/stack/demo-at-e2b.test.ts',
  'test/system/preview/next-packages.test.ts',
]

/** Keeps the files of a project together, because they share their workers, and starts the slow ones first. */
export class SlowFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const index = SLOW_FILES.findIndex((path) => moduleId.endsWith(`/${path}`))
      return index === -1 ? SLOW_FILES.length : index
    }
    const projects = [...new Set(files.map(({ project }) => project.name))]
    return files.toSorted(
      (one, other) => projects.indexOf(one.project.name) - projects.indexOf(other.project.name) || rankOf(one) - rankOf(other),
    )
  }
}

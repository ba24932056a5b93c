import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { turnTrailer } from '#src/domain/projects/ids.ts'
import { usesConventionalCommits } from '#src/domain/publishing/conventional-commits.ts'
import { commitMessage } from '#src/domain/publishing/commit-message.ts'
import { checkRunTitle, pullRequestBody, pullRequestTitle } from '#src/domain/messages/pull-request-text.ts'
import type { PublishedText } from '#src/domain/messages/pull-request-text.ts'

const BEGIN = '<!-- ollio:begin -->'
const END = '<!-- ollio:end -->'

const text: PublishedText = {
  name: 'Pricing Card',
  prompt: 'a pricing card with three tiers',
  summary: 'A card with three tiers.',
  version: 1,
  issue: 7,
  baseBranch: 'main',
  closes: false,
  previewUrl: 'https://ollio.example/p/1/1',
  pictureUrls: {},
  before: null,
  showPictures: false,
  checks: [{ name: 'Types', outcome: 'passed', detail: 'no errors' }],
  files: { 'src/components/pricing-card.tsx': 'hash', 'src/old.tsx': null },
  purposes: { 'src/components/pricing-card.tsx': 'A card of one tier. <b>@all</b>' },
  leftOut: ['.env'],
  receipt: { credits: 10, promptTokens: 1_000, completionTokens: 234, seconds: 61, steps: 5, model: 'gpt-test', dollars: null },
  partial: false,
}
const first = pullRequestBody('', text)
const second = pullRequestBody('', { ...text, version: 2, summary: 'Now with a highlight.' })

describe('the body of a pull request', () => {
  test('the body of a pull request shows the prompt, the summary, the checks, the files and the receipt', () => {
    const html = marked.parse(first, { async: false, gfm: true })
    for (const part of [
      'A card with three tiers.',
      '· v1 ·',
      'a pricing card with three tiers',
      'no errors',
      'pricing-card.tsx',
      '(removed)',
      '.env',
      '10 credits',
      '1,234 tokens',
      '5 steps',
      '1 min 1 s',
      'gpt-test',
    ]) {
      expect(html).toContain(part)
    }
    expect(html).toContain('<a href="https://ollio.example/p/1/1">')
  })

  test.each<[string, string, string]>([
    ['nothing', '', second],
    ['only whitespace', ' \n\n', second],
    ['only ours', first, second],
    ['people’s text before', `Please review.\n\n${first}`, `Please review.\n\n${second}`],
    ['people’s text after', `${first}\n\nCloses the ticket.\n`, `${second}\n\nCloses the ticket.\n`],
    ['people’s text on both sides', `Before\n${first}\nAfter`, `Before\n${second}\nAfter`],
    ['people’s text alone', 'I rewrote all of it.\n', `I rewrote all of it.\n\n${second}`],
    ['GitHub’s line ends', `Before\n\n${first}\n\nAfter`.replaceAll('\n', '\r\n'), `Before\r\n\r\n${second}\r\n\r\nAfter`],
    ['a quoted begin marker before', `Ollio writes below \`${BEGIN}\`.\n\n${first}`, `Ollio writes below \`${BEGIN}\`.\n\n${second}`],
    ['a quoted end marker before', `It ends at \`${END}\`.\n\n${first}`, `It ends at \`${END}\`.\n\n${second}`],
    ['quoted markers after', `${first}\n\n> ${BEGIN}\n> x\n> ${END}`, `${second}\n\n> ${BEGIN}\n> x\n> ${END}`],
    ['a begin marker without an end', `${BEGIN}\nmine\n\n${first}`, `${BEGIN}\nmine\n\n${second}`],
    ['only our begin marker, since the rest was deleted', `${BEGIN}\nmine`, `${BEGIN}\nmine\n\n${second}`],
    ['dollar signs', `It costs $& and $1.\n\n${first}`, `It costs $& and $1.\n\n${second}`],
  ])('the body of a pull request is updated correctly if the old body was %s', (_case, before, after) => {
    const updated = pullRequestBody(before, { ...text, version: 2, summary: 'Now with a highlight.' })
    expect(updated).toBe(after)
    expect(pullRequestBody(updated, { ...text, version: 2, summary: 'Now with a highlight.' })).toBe(updated)
  })

  test('the body of a pull request embeds pictures only if they may be public, and links them otherwise', () => {
    const pictureUrls = { 375: 'https://ollio.example/p/1/1/375.png?s=x', 768: 'https://ollio.example/p/1/1/768.png?s=x' }
    const shown = pullRequestBody('', { ...text, pictureUrls, showPictures: true })
    expect(shown).toContain('<img src="https://ollio.example/p/1/1/375.png?s=x" alt="The page at 375 pixels" height="320">')
    const linked = pullRequestBody('', { ...text, pictureUrls })
    expect(linked).toContain('Pictures: [375 pixels](https://ollio.example/p/1/1/375.png?s=x), [768 pixels](')
    expect(linked).not.toContain('<img')
  })

  test('the body of a pull request shows pictures of the previous and the new version from v2 on', () => {
    const urls = (version: number) => ({
      375: `https://ollio.example/p/1/${version}/375.png`,
      '375-dark': `https://ollio.example/p/1/${version}/d`,
    })
    const { 375: light } = urls(1)
    const after = { ...text, version: 2, pictureUrls: urls(2), before: { version: 1, pictureUrls: { 375: light } } }
    const table = marked.parse(pullRequestBody('', { ...after, showPictures: true }), { async: false, gfm: true })
    expect(table).toMatch(/<th>v1<\/th>\s*<th>v2<\/th>/)
    expect(table).toMatch(
      /alt="Before: the page at 375 pixels"[^>]*><\/td>\s*<td><img src="https:\/\/ollio.example\/p\/1\/2\/375.png" alt="After/,
    )
    expect(table).toMatch(/<td>375 pixels, dark<\/td>\s*<td><\/td>\s*<td><img/)
    expect(pullRequestBody('', after)).toContain(`Pictures of v1: [375 pixels](${light})`)
  })

  test('the body of a pull request shows what each file is for, as inert text', () => {
    expect(first).toContain('- `src/components/pricing-card.tsx`: A card of one tier. \\<b\\>@')
    expect(first).not.toContain('@all')
  })

  test('the body of a pull request lists the used parts of the design system and the next useful commands', () => {
    const design = { components: ['Badge', 'Card'], tokens: ['color-brand'] }
    const body = pullRequestBody('', { ...text, version: 3, checks: [{ name: 'Design system', outcome: 'passed', detail: 'd', design }] })
    expect(body).toContain('Uses `Badge`, `Card`, `color-brand` from your design system.')
    expect(body).toContain('`/ollio undo` takes v3 back')
    expect(first).not.toContain('/ollio undo')
  })

  test('the body of a pull request has one begin marker and one end marker, even if its parts contain markers', () => {
    const marker = `${END}\n${BEGIN}`
    const hostile = pullRequestBody('', {
      ...text,
      name: marker,
      prompt: marker,
      summary: `${marker}\n\n${marker}`,
      checks: [{ name: 'Types', outcome: 'failed', detail: marker }],
      files: { [`src/${END}.tsx`]: 'hash' },
      leftOut: [marker],
      receipt: { ...text.receipt, model: marker },
    })
    expect(hostile.split(BEGIN)).toHaveLength(2)
    expect(hostile.split(END)).toHaveLength(2)
    expect(pullRequestBody(hostile, text)).toBe(first)
  })

  test('the body of a pull request fits GitHub’s limit with the maximum of every part', () => {
    const long = '@#<>|&'.repeat(2_000)
    const checks = Array.from({ length: 10 }, () => ({ name: 'Types', outcome: 'failed' as const, detail: long }))
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`src/${'x'.repeat(180)}${index}.tsx`, 'hash']))
    const body = pullRequestBody('', {
      ...text,
      prompt: long,
      summary: `${long}\n\n`.repeat(50),
      checks,
      files,
      purposes: Object.fromEntries(Object.keys(files).map((path) => [path, long])),
      leftOut: Array.from({ length: 500 }, () => 'x'.repeat(200)),
    })
    expect(body.length).toBeLessThan(65_536)
  })

  test.each([
    ['leaves room for Ollio’s whole part', 60_000, first],
    ['leaves room only for the preview link', 65_300, '[Open the preview]'],
  ])('the body of a pull request fits GitHub’s limit next to people’s text that %s', (_case, length, ours) => {
    const body = pullRequestBody('x'.repeat(length), text)
    expect(body.startsWith('x'.repeat(length))).toBe(true)
    expect(body).toContain(ours)
    expect(body.length).toBeLessThanOrEqual(65_536)
    expect(pullRequestBody('', text)).toBe(pullRequestBody(body.slice(length).trim(), text))
  })

  test('the body of a pull request stays unchanged if people’s text leaves no room', () => {
    expect(pullRequestBody('x'.repeat(65_500), text)).toBe('x'.repeat(65_500))
  })
})

describe('the commit message', () => {
  const commit = {
    name: 'Pricing Card',
    prompt: 'a pricing card',
    operation: 'generate' as const,
    isRepair: false,
    key: 'comment:42',
    author: { id: 583231, login: 'octocat' },
  }

  test('the commit message has the turn’s trailer and the author as co-author', () => {
    expect(commitMessage(commit)).toEqual({
      headline: 'Add Pricing Card',
      body: 'Ollio-Turn: comment:42\nCo-authored-by: octocat <583231+octocat@users.noreply.github.com>',
    })
    expect(commitMessage(commit).body.split('\n')).toContain(turnTrailer('comment:42'))
  })

  test.each<[string, string, string]>([
    ['a prompt', 'highlight the middle tier', 'Pricing Card: highlight the middle tier'],
    [
      'several lines',
      'wider\n\nOllio-Turn: comment:1\nCo-authored-by: eve <1+eve@users.noreply.github.com>',
      'Pricing Card: wider Ollio-Turn: comment:1 Co-authored-by: eve <1+eveuse…',
    ],
    ['other line ends', 'a\r\nb\u2028c\u2029d\u000be\u0085f', 'Pricing Card: a b c d e f'],
    ['mentions', '@octocat and @github/team like it', 'Pricing Card: octocat and github/team like it'],
    ['references', 'fixes #12, fixes GH-13, closes o/r#14', 'Pricing Card: fixes 12, fixes 13, closes o/r14'],
    ['hidden references', 'fixes GH-#12 and G@H-13', 'Pricing Card: fixes 12 and 13'],
    ['a URL that closes an issue', 'fixes https://github.com/o/r/issues/3', 'Pricing Card: fixes https github.com/o/r/issues/3'],
    ['no usable character', '@@@ ###', 'Refine Pricing Card'],
    ['reversed text', '\u202eabc', 'Pricing Card: abc'],
  ])('the commit message of a refinement is one inert line: %s', (_case, prompt, headline) => {
    expect(commitMessage({ ...commit, operation: 'refine', prompt }).headline).toBe(headline)
  })

  test('the commit message has a first line of at most 72 characters without half a character', () => {
    for (const prompt of ['x'.repeat(4_000), '😀'.repeat(2_000), `x${'😀'.repeat(2_000)}`, '長'.repeat(4_000)]) {
      const { headline } = commitMessage({ ...commit, operation: 'refine', prompt })
      expect(headline.length).toBeLessThanOrEqual(72)
      expect(headline.isWellFormed()).toBe(true)
    }
    expect(commitMessage({ ...commit, operation: 'refine', prompt: 'x'.repeat(58) }).headline).toHaveLength(72)
    expect(commitMessage({ ...commit, operation: 'refine', prompt: 'x'.repeat(58) }).headline).not.toContain('…')
  })

  test('the commit message has exactly two trailers for any login', () => {
    const { body } = commitMessage({ ...commit, author: { id: 1, login: 'eve>\nOllio-Turn: comment:1\n' } })
    expect(body.split('\n')).toHaveLength(2)
    expect(body).not.toContain('comment:1\n')
  })
})

describe('in a repository with conventional commits', () => {
  const commit = { name: 'Pricing Card', prompt: 'Highlight the middle tier', key: 'comment:42', author: { id: 1, login: 'octocat' } }

  test.each([
    ['feat: add Pricing Card', { operation: 'generate', isRepair: false }],
    ['feat(pricing-card): highlight the middle tier', { operation: 'refine', isRepair: false }],
    ['fix(pricing-card): highlight the middle tier', { operation: 'refine', isRepair: true }],
    ['revert(pricing-card): highlight the middle tier', { operation: 'restore', isRepair: false }],
    ['feat(pricing-card): CSS grid for it', { operation: 'refine', isRepair: false, prompt: 'CSS grid for it' }],
    ['feat(components): refine it', { operation: 'refine', isRepair: false, prompt: '@@', name: '長い' }],
  ] as const)('the commit message is conventional: %s', (headline, changes) => {
    expect(commitMessage({ ...commit, ...changes }, true).headline).toBe(headline)
    expect(usesConventionalCommits([headline, headline])).toBe(true)
  })

  test.each([
    [true, ['feat: a', 'fix(ui): b', 'Tidy']],
    [true, ['feat!: a', 'chore(deps)!: b']],
    [false, ['feat: a', 'Tidy', 'Tidy more']],
    [false, ['feat: a']],
    [false, ['feat a', 'feature: b', 'feat:c', 'feat(): d']],
    [false, ['Add: x', 'Update: y']],
    [false, []],
  ])('conventional commits are detected (%s) in %j', (expected, subjects) => {
    expect(usesConventionalCommits(subjects)).toBe(expected)
  })
})

test('the pull request title is short', () => {
  expect(pullRequestTitle('Pricing Card', true)).toBe('feat: add Pricing Card')
  expect(pullRequestTitle('Pricing Card')).toBe('Add Pricing Card')
  expect(pullRequestTitle('x'.repeat(500))).toHaveLength(120)
})

test('the check run’s title names failed checks, else checks with warnings', () => {
  expect(
    checkRunTitle([
      { name: 'Types', outcome: 'passed', detail: '' },
      { name: 'Build', outcome: 'warning', detail: '' },
    ]),
  ).toBe('No check failed. Warnings: build')
  expect(checkRunTitle([{ name: 'Types', outcome: 'passed', detail: '' }])).toBe('The check passed')
  expect(
    checkRunTitle([
      { name: 'Types', outcome: 'failed', detail: '' },
      { name: 'Build', outcome: 'failed', detail: '' },
    ]),
  ).toBe('Failed: types, build')
})

test('merging closes the issue only if the repository wants that', () => {
  expect(pullRequestBody('', text)).toContain('requested in #7')
  expect(pullRequestBody('', text)).not.toMatch(/(?:close|fix|resolve)[sd]? #7/i)
  expect(pullRequestBody('', { ...text, closes: true })).toContain('· closes #7')
})

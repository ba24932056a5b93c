import { describe, expect, it } from 'vitest'
import { diffLines } from '#dev/local-github/pages/pulls/diff-lines.ts'
import { renderMarkdown } from '#dev/local-github/pages/issues/render-markdown.ts'
import { withReferences, type References } from '#dev/local-github/pages/issues/references.ts'
import { timeAgo } from '#dev/local-github/pages/time.ts'

const references: References = {
  issue: (number) => (number === 2 ? { href: '/a/b/pull/2', title: '<T>' } : null),
  person: (login) => (['maya', 'ollio[bot]'].includes(login) ? { href: `/${login}`, title: '' } : null),
  commit: (sha) => (sha.startsWith('a16c605') ? { href: '/a/b/commit/1', title: '' } : null),
}
const linksOf = (html: unknown) =>
  [...String(html).matchAll(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g)].map(([, href, text]) => `${text} ${href}`)

describe('references', () => {
  it.each([
    ['see #2.', ['#2 /a/b/pull/2']],
    ['(#2), @maya: hello', ['#2 /a/b/pull/2', '@maya /maya']],
    ['@ollio[bot] did it', ['@ollio[bot] /ollio[bot]']],
    ['#2\n#2', ['#2 /a/b/pull/2', '#2 /a/b/pull/2']],
    ['made a16c605.', ['a16c605 /a/b/commit/1']],
    ['a16c60, a16c605x, xa16c605, a16c605-1, b16c605, /a16c605', []],
    ['#3, a#2, /#2, &#2, me@maya.org, @nobody, @maya-2, #2a', []],
  ])('references are linked in %s', async (text, expected) => {
    expect(linksOf(await withReferences(text, references))).toEqual(expected)
    expect(linksOf(renderMarkdown(text.replace('me@maya.org, ', ''), { references }))).toEqual(expected)
  })

  it('references are not linked in code and in links', () => {
    expect(linksOf(renderMarkdown('`#2` [#2](https://e.test) <a href="/q">@maya</a>\n\n```\n#2\n```', { references }))).toEqual([
      '#2 https://e.test',
      '@maya /q',
    ])
  })

  it('references are escaped', async () => {
    expect(String(await withReferences('<b>#2', references))).toBe('&lt;b&gt;<a href="/a/b/pull/2" title="&lt;T&gt;">#2</a>')
  })
})

describe('Markdown', () => {
  it('Markdown resolves the relative links of a file', () => {
    const file = { repository: 'a/b', ref: 'x/y', path: 'docs/guide.md' }
    const html = String(renderMarkdown('[up](../a%20b.ts#L3) [root](/c.md) [out](https://e.test/) [self](#top) ![p](p.png)', { file }))
    expect(linksOf(html)).toEqual(['up /a/b/blob/x/y/a%20b.ts#L3', 'root /a/b/blob/x/y/c.md', 'out https://e.test/', 'self #top'])
    expect(html).toContain('src="/a/b/raw/x/y/docs/p.png"')
  })

  it('Markdown shows emoji as images and task list checkboxes with their state', () => {
    const html = String(renderMarkdown('✅ passed ⚠️ `❌`\n\n- [x] one\n- [ ] two', { references }))
    expect(html).toMatch(
      /<img [^>]*alt="✅"[^>]*src="\/_assets\/emoji\/check.svg"[^>]*>&nbsp;passed|<img [^>]*src="\/_assets\/emoji\/check.svg"/,
    )
    expect(html).toContain('<code>❌</code>')
    expect(html).toMatch(/aria-label="done".*aria-label="to do"/s)
  })

  it.each(['> ', '- ', '[', '**', '<div>', '<a ', '`', '| ', '\\\\', '&', '#2 ', '✅'])(
    'Markdown survives a very long text that only repeats %j',
    (part) => {
      expect(String(renderMarkdown(part.repeat(20_000), { references })).length).toBeGreaterThan(0)
      expect(String(renderMarkdown(`${'> '.repeat(20_000)}<script>`, { references }))).not.toContain('<script')
    },
  )

  it('Markdown removes all attributes that could run something or mislead', () => {
    const html = String(
      renderMarkdown('<div role="alert" tabindex="5" class="comment" style="x" id="content">a</div><img class="avatar emoji" src="x">', {
        references,
      }),
    )
    expect(html).toBe('<div>a</div><img alt="" loading="lazy" class="emoji" src="x" />')
  })
})

describe('diff lines', () => {
  const shown = (patch: string) =>
    diffLines(patch).map((line) =>
      'parts' in line
        ? `${line.left ?? ''}|${line.right ?? ''}|${line.parts.map((part) => (part.changed ? `[${part.text}]` : part.text)).join('')}`
        : line.text,
    )

  it('diff lines are numbered on both sides, with the changed words marked', () => {
    expect(shown('@@ -3,3 +3,4 @@ f\n a\n-const x = one()\n+const x = two()\n+more\n b\n\\ No newline at end of file')).toEqual([
      '@@ -3,3 +3,4 @@ f',
      '3|3|a',
      '4||const x = [one]()',
      '|4|const x = [two]()',
      '|5|more',
      '5|6|b',
      'No newline at end of file',
    ])
  })

  it.each([
    ['an inserted word', '-a b\n+a new b', ['1||a b', '|1|a [new ]b']],
    ['a removed word', '-a new b\n+a b', ['1||a [new ]b', '|1|a b']],
    ['another indentation', '-  a\n+    a', ['1||[  ]a', '|1|[    ]a']],
    ['a long insertion', '-a: 1\n+a: 1, and much more than that', ['1||a: 1', '|1|a: 1[, and much more than that]']],
    ['lines with nothing in common', '-apples\n+pears', ['1||apples', '|1|pears']],
    ['letters of any script', '-größe = zahl\n+größer = zahl', ['1||[größe] = zahl', '|1|[größer] = zahl']],
    ['two edited lines', '-a = 1\n-b = 1\n+a = 2\n+b = 2', ['1||a = [1]', '2||b = [1]', '|1|a = [2]', '|2|b = [2]']],
    ['hostile text', '-<b>x</b>\n+<i>x</i>', ['1||<b>x</b>', '|1|<i>x</i>']],
  ])('diff lines mark the changed words of %s', (_name, patch, expected) => {
    expect(shown(`@@ -1 +1 @@\n${patch}`).slice(1)).toEqual(expected)
  })
})

it.each([
  [-5, 'just now'],
  [59, 'just now'],
  [60, '1 minute ago'],
  [3_599, '59 minutes ago'],
  [7_200, '2 hours ago'],
  [86_400, 'yesterday'],
  [86_400 * 29, '29 days ago'],
  [86_400 * 40, 'on 16 Oct 2026'],
])('calls a time %d seconds ago %s', (seconds, expected) => {
  const at = '2026-10-16T12:00:00Z'
  expect(timeAgo(at, Date.parse(at) + seconds * 1_000)).toBe(expected)
})

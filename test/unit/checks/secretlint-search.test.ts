import { expect, test } from 'vitest'
import { secretSearch } from '#src/adapters/secretlint/secretlint-search.ts'

/** They look like secrets but never were any. */
const GITHUB = ['ghp', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('_')
const DATABASE = ['postgres://me', 'hunter2@db.example.com/shop'].join(':')

test("known kinds of secrets are found with line and rule, and the result doesn't contain them", async () => {
  const found = await secretSearch.search('src/a.ts', `// one\nconst key = '${GITHUB}'\nconst url = '${DATABASE}'\n`)
  expect(found).toEqual([
    { rule: 'github/GITHUB_TOKEN', line: 2 },
    { rule: 'database-connection-string/PostgreSQLConnection', line: 3 },
  ])
})

test.each([
  `/* secretlint-disable */\n`,
  '// secretlint-disable-next-line\n',
  `/* secretlint-disable @secretlint/secretlint-rule-github */\n`,
])('a comment cannot turn the search off: %j', async (comment) => {
  const text = `${comment}const key = '${GITHUB}' // secretlint-disable-line\n`
  expect(await secretSearch.search('src/a.ts', text)).toMatchObject([{ rule: 'github/GITHUB_TOKEN' }])
})

test.each([`const brand = '#7c3aed'\n`, 'const id = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"\n', 'password: "", type="password"\n', ''])(
  'text without a secret is not reported: %j',
  async (text) => {
    expect(await secretSearch.search('src/a.ts', text)).toEqual([])
  },
)

import { expect, test } from 'vitest'
import { repositoryProfile } from '#src/domain/repository/repository-profile.ts'
import { chooseTemplate } from '#src/domain/repository/choose-template.ts'

test.each([
  [{ dependencies: { next: '16.4.6', react: '19.3.1' } }, 'nextjs'],
  [{ devDependencies: { next: 'catalog:' } }, 'nextjs'],
  [{ dependencies: { react: '19.3.1' }, devDependencies: { vite: '8.3.8' } }, 'react'],
  [{ dependencies: { 'next-themes': '1.0.0', react: '19.3.1' } }, 'react'],
  [{}, 'react'],
])('a repository with %j uses the template %s', (manifest, template) => {
  expect(chooseTemplate(repositoryProfile({ paths: [], texts: { 'package.json': JSON.stringify(manifest) } }))).toBe(template)
})

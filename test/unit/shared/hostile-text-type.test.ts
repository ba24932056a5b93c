import { expect, expectTypeOf, test } from 'vitest'
import { hostileText, reader } from '#src/domain/shared/hostile-text.ts'
import type { HostileText } from '#src/domain/shared/hostile-text.ts'

const text: HostileText = hostileText('a')

test('hostile text fits no parameter for a string and can’t be cast to one, and a string has to be marked', () => {
  expectTypeOf<HostileText>().not.toExtend<string>()
  expectTypeOf<string>().not.toExtend<HostileText>()
  // @ts-expect-error: the compiler refuses the cast.
  expect(text as string).toBe('a')
})

test('hostile text fits wherever a reader takes a text, and nowhere else', () => {
  const read = reader('textExcerpt', (texts: Record<string, string>, before: string | null, kind: 'a' | 'b') => [texts, before, kind])
  expectTypeOf<{ 'a.ts': HostileText }>().toExtend<Parameters<typeof read>[0]>()
  expectTypeOf<HostileText | null>().toExtend<Parameters<typeof read>[1]>()
  expectTypeOf<Parameters<typeof read>[2]>().toEqualTypeOf<'a' | 'b'>()
  expect(read({ 'a.ts': text }, text, 'a')).toEqual([{ 'a.ts': 'a' }, 'a', 'a'])
})

import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'

export type HookScope = 'all' | 'each'

/**
 * Opens something before the tests of a file, or before each, and closes it afterwards. The object that is returned at once reads from the
 * one that is open at that moment.
 */
export function useLazily<Thing extends { close(): Promise<unknown> }>(open: () => Promise<Thing>, scope: HookScope): Thing {
  let opened: Thing | null = null
  const current = (): Thing => {
    if (opened === null) throw new Error('It is opened by a hook, so it can be used in hooks and tests only')
    return opened
  }
  const before = async (): Promise<void> => {
    opened = await open()
  }
  const after = () => current().close()
  if (scope === 'all') {
    beforeAll(before)
    afterAll(after)
  } else {
    beforeEach(before)
    afterEach(after)
  }
  return new Proxy({} as Thing, {
    get: (_target, name) => Reflect.get(current(), name) as unknown,
    set: (_target, name, value) => Reflect.set(current(), name, value),
  })
}

import type { ReaderName } from './reader-names.ts'

declare const hostile: unique symbol

/**
 * Text that a model, a repository, a tool, a package, GitHub or a browser wrote. At run time it is a string. To the compiler it has no
 * methods and fits no parameter for a string, so that only registered readers can look into it. Any string may stand for hostile text.
 */
export type HostileText = string | { readonly [hostile]: true }

/** Marks a text where it enters, in an adapter. */
export function hostileText(text: string): HostileText {
  return text
}

/**
 * Registers a function that reads hostile text in linear time. Its name has a row in the table of test/unit/shared/reader-growth.test.ts,
 * which doesn't compile without it.
 */
export function reader<Rest extends unknown[], Result>(
  _name: ReaderName,
  read: (text: string, ...rest: Rest) => Result,
): (text: HostileText, ...rest: Rest) => Result {
  return (text, ...rest) => read(text as string, ...rest)
}

import type { ReaderName } from './reader-names.ts'

declare const hostile: unique symbol

/**
 * Text that a model, a repository, a tool, a package, GitHub or a browser wrote. At run time it is a string. To the compiler it is none: it
 * has no methods, fits no parameter for a string and can't be cast to one, so that only registered readers can look into it.
 */
export type HostileText = { readonly [hostile]: true }

/** Marks a text where it enters. */
export function hostileText(text: string): HostileText {
  return text as unknown as HostileText
}

/** Hostile text, or any other: what takes one passes it to readers only. */
export type AnyText = HostileText | string

/** What bytes say in UTF-8. */
export function textOfBytes(bytes: Uint8Array): HostileText {
  return hostileText(new TextDecoder().decode(bytes))
}

/** A text in UTF-8, to be stored or sent. */
export function bytesOfText(text: AnyText): Uint8Array {
  return new TextEncoder().encode(text as unknown as string)
}

/** What a reader is called with: hostile text fits wherever the reader takes a text. */
type Unread<Value> = Value extends string
  ? string extends Value
    ? AnyText
    : Value
  : Value extends (...input: never[]) => unknown
    ? Value
    : Value extends object
      ? { [Key in keyof Value]: Unread<Value[Key]> }
      : Value

/**
 * Registers a function that reads hostile text in linear time. Its name has a row in the table of test/unit/shared/reader-growth.test.ts,
 * which doesn't compile without it.
 */
export function reader<Input extends unknown[] = [text: string], Result = unknown>(
  _name: ReaderName,
  read: (...input: Input) => Result,
): (...input: { [Key in keyof Input]: Unread<Input[Key]> }) => Result {
  return read as (...input: unknown[]) => Result
}

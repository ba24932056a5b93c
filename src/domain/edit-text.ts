/** Replaces the one place where `find` stands; says what is wrong where there is none, or more than one. */
export function editText(text: string, find: string, replace: string): { ok: true; text: string } | { ok: false; error: string } {
  if (find === '') return { ok: false, error: '"find" is empty. Give the text that is to be replaced.' }
  const first = text.indexOf(find)
  if (first === -1)
    return { ok: false, error: '"find" does not occur in the file. Read the file and copy the text exactly, with its white space.' }
  let places = 1
  for (let at = text.indexOf(find, first + 1); at !== -1 && places < 100; at = text.indexOf(find, at + 1)) places += 1
  if (places > 1) return { ok: false, error: `"find" occurs ${places} times. Add lines around it until it is unique.` }
  return { ok: true, text: text.slice(0, first) + replace + text.slice(first + find.length) }
}

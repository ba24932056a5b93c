/** Maximum number of pictures per turn that the model gets, and the maximum size of each in bytes. */
export const PICTURES_PER_TURN = 5
export const PICTURE_BYTES = 5 * 1024 * 1024

/** Why a picture in a text can't be used. */
export const PICTURE_PROBLEMS = ['foreign', 'unreachable', 'too-large', 'no-picture', 'too-many'] as const
export type PictureProblem = (typeof PICTURE_PROBLEMS)[number]

const MARKDOWN = /!\[[^\]\n]{0,500}\]\(\s{0,10}<?(https?:\/\/[^\s()<>]{1,2000})>?(?:\s+["'][^\n)]{0,500})?\s{0,10}\)/
/** Matches the whole tag first and its attribute afterwards: one pattern for both would try every way to split the text between them. A tag ends
 * where the next one starts, so that no text is read twice. */
const TAG = /<img\b[^<>]{0,2000}>/
const SOURCE = /\bsrc\s{0,10}=\s{0,10}(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/i
const PICTURE = new RegExp(`${MARKDOWN.source}|${TAG.source}`, 'gi')

/** The distinct picture URLs in a Markdown text, in order. */
export function pictureUrlsIn(text: string): string[] {
  return [...new Set([...text.matchAll(PICTURE)].map(addressOf).filter((url) => url !== null))]
}

/** Replaces each picture in the text. */
export function replacePictures(text: string, wordsFor: (url: string) => string): string {
  return text.replace(PICTURE, (...match) => {
    const url = addressOf(match)
    return url === null ? match[0] : wordsFor(url)
  })
}

/** The text with "(picture)" for each picture, where pictures can't be shown. */
export function markPictures(text: string): string {
  return replacePictures(text, () => '(picture)')
}

function addressOf([picture = '', markdown]: readonly (string | undefined)[]): string | null {
  const [, double, single, bare] = SOURCE.exec(picture) ?? []
  const url = markdown ?? double ?? single ?? bare
  return url === undefined || url === '' ? null : url.replaceAll('&amp;', '&')
}

/** One line for people and models: which pictures could not be used, and why. `null` if all could. */
export function picturesLine(problems: readonly PictureProblem[]): string | null {
  const kinds = PICTURE_PROBLEMS.flatMap((problem) => {
    const count = problems.filter((each) => each === problem).length
    return count === 0 ? [] : [`${count} ${WORDS[problem]}`]
  })
  return kinds.length === 0 ? null : `Pictures that could not be used: ${kinds.join(', ')}.`
}

const WORDS: Record<PictureProblem, string> = {
  foreign: 'not uploaded to GitHub',
  unreachable: 'not available on GitHub',
  'too-large': `larger than ${PICTURE_BYTES / 1024 / 1024} MB`,
  'no-picture': 'not PNG, JPEG, WebP or GIF',
  'too-many': `over the limit of ${PICTURES_PER_TURN}`,
}

import { UNAVAILABLE } from './stub-packages.ts'

const STYLE = {
  ...{ background: '#fef3c7', borderTop: '1px dashed #713f12', color: '#713f12', font: '12px/1.5 sans-serif' },
  ...{ margin: 0, overflowWrap: 'anywhere', padding: '4px 8px', textAlign: 'left' },
}

/** JSX of a note that names the packages for which stubs stand in; empty if there are none. The browser doesn't count it as the page's text. */
export function stubNote(): string {
  if (UNAVAILABLE.length === 0) return ''
  const text = `Not installed here, replaced by ${UNAVAILABLE.length === 1 ? 'a stub' : 'stubs'}: ${UNAVAILABLE.join(', ')}`
  return `<aside data-ollio-note="" style={${JSON.stringify(STYLE)}}>{${JSON.stringify(text)}}</aside>`
}

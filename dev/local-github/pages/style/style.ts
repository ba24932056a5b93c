import { ICON_STYLE } from '../icons.ts'
import { BASE_STYLE } from './base-style.ts'
import { CODE_STYLE } from './code-view-style.ts'
import { FRAME_STYLE } from './frame-style.ts'
import { LIST_STYLE } from './list-style.ts'
import { CONVERSATION_STYLE } from './conversation-style.ts'

/** The only stylesheet of the pages: light and dark, from 320 px wide. */
export const STYLE = [BASE_STYLE, ICON_STYLE, FRAME_STYLE, LIST_STYLE, CONVERSATION_STYLE, CODE_STYLE].join('')

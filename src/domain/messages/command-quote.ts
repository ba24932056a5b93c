import type { Command } from '../commands/command-message.ts'
import type { ParsedCommand } from '../commands/parse-command.ts'
import { markPictures } from '../agent/prompt-pictures.ts'
import { assertNever } from '../shared/assert-never.ts'
import { escapeMarkdown, inlineCode } from './markdown.ts'

/** Longest quote, in UTF-16 code units. */
const QUOTE_LENGTH = 120

/** Who wrote a command and its first line, as a Markdown quote of one line in which nothing pings, links or closes anything. */
export function quoteCommand({ kind, author, command }: Pick<Command, 'kind' | 'author' | 'command'>): string {
  // Nobody wrote the command of the button.
  const line = kind === 'rerun' ? 'Re-run' : commandLine(command)
  return `> ${inlineCode(author.login)}: ${escapeMarkdown(line, QUOTE_LENGTH)}`
}

function commandLine(command: ParsedCommand): string {
  switch (command.name) {
    case 'bare':
      return withPrompt('/ollio', command.prompt)
    case 'generate':
    case 'refine': {
      const option = command.package === undefined ? '' : ` --package ${command.package}`
      return withPrompt(`/ollio ${command.name}${option}`, command.prompt)
    }
    case 'steer':
      return withPrompt('/ollio steer', command.prompt)
    case 'cancel':
      return command.all ? '/ollio cancel all' : '/ollio cancel'
    case 'restore':
      return command.version === null ? '/ollio restore' : `/ollio restore v${command.version}`
    case 'rebase':
      return '/ollio update'
    case 'misspelt':
      return `/ollio ${command.word}`
    case 'retry':
    case 'fix':
    case 'undo':
    case 'unshare':
    case 'delete':
    case 'versions':
    case 'status':
    case 'credits':
    case 'help':
      return `/ollio ${command.name}`
    default:
      return assertNever(command)
  }
}

function withPrompt(command: string, prompt: string): string {
  return `${command} ${markPictures(prompt).trim().split('\n', 1)[0] ?? ''}`
}

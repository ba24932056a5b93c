import { openMachine } from './machine.ts'
import { sandboxContract } from '#test/sandbox-contract/sandbox-contract.ts'

sandboxContract('bubblewrap', openMachine)

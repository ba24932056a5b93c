import { openMachine } from '../../support/sandbox/bubblewrap-machine.ts'
import { sandboxContract } from '#test/support/sandbox-contract/sandbox-contract.ts'

sandboxContract('bubblewrap', openMachine)

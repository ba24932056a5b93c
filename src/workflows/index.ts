export { commandWorkflow } from './command-workflow.ts'
export { projectWorkflow } from './project-workflow.ts'

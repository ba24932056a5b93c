export { commandWorkflow } from './command-workflow.ts'
export { housekeepingWorkflow } from './housekeeping-workflow.ts'
// Running workflows are stored under this type, so the exported name stays.
export { githubEventWorkflow as noticeWorkflow } from './github-event-workflow.ts'
export { projectWorkflow } from './project-workflow.ts'

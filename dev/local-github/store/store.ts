import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { z } from 'zod'
import { Changes } from './change-feed.ts'
import { FIRST_IDS, SCHEMA } from './store-schema.ts'

const IDS_SINCE_MS = Date.UTC(2026, 0, 1)
const IDS_PER_MS = 1_000
/** Tables that no page shows. */
const UNSEEN = /\b(?:deliveries|installation_tokens)\b/

type Values = Record<string, SQLInputValue | boolean>

/** One SQLite file. Every row is parsed when it is read, so that its type is true. */
export class Store {
  readonly changes = new Changes()
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(file: string) {
    this.#db = new DatabaseSync(file)
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;')
    this.#db.exec(SCHEMA)
    // Ids are used as keys elsewhere, where there is only one GitHub. So ids never repeat those of other local GitHubs, earlier or later
    // ones.
    const unused = (Date.now() - IDS_SINCE_MS) * IDS_PER_MS
    for (const [table, id] of Object.entries(FIRST_IDS)) {
      this.run(
        'INSERT INTO sqlite_sequence (name, seq) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?)',
        table,
        id + unused,
        table,
      )
    }
  }

  all<T>(row: z.ZodType<T>, sql: string, ...values: SQLInputValue[]): T[] {
    return this.#prepare(sql)
      .all(...values)
      .map((found) => row.parse(found))
  }

  get<T>(row: z.ZodType<T>, sql: string, ...values: SQLInputValue[]): T | undefined {
    const found = this.#prepare(sql).get(...values)
    return found === undefined ? undefined : row.parse(found)
  }

  /** For rows that must exist by the schema. */
  one<T>(row: z.ZodType<T>, sql: string, ...values: SQLInputValue[]): T {
    const found = this.get(row, sql, ...values)
    if (found === undefined) throw new Error(`no row: ${sql}`)
    return found
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.#prepare(sql).run(...values)
    this.#note(sql)
  }

  /** Returns the new row's id. Column names must come from our own code. */
  insert(table: string, values: Values): number {
    const columns = Object.keys(values)
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
    const { lastInsertRowid } = this.#prepare(sql).run(...Object.values(values).map(toColumn))
    this.#note(table)
    return Number(lastInsertRowid)
  }

  update(table: string, id: number, values: Values): void {
    const columns = Object.keys(values)
    if (columns.length === 0) return
    const sql = `UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`
    this.#prepare(sql).run(...Object.values(values).map(toColumn), id)
    this.#note(table)
  }

  transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#db.exec('COMMIT')
      return result
    } catch (error) {
      this.#db.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    this.#db.close()
  }

  #note(where: string): void {
    if (!UNSEEN.test(where)) this.changes.note()
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#db.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

function toColumn(value: SQLInputValue | boolean): SQLInputValue {
  return typeof value === 'boolean' ? Number(value) : value
}

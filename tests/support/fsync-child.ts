import { writeSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import { connect, openSqlite } from '../../server/store/sqlite.ts'

/** Writes `n` transactions and says each one on standard output after it was acknowledged; run under strace. */
const [file, n, loose] = [process.argv[2]!, Number(process.argv[3]), process.argv[4] === 'normal']
if (loose) {
  const db = connect(file)
  db.pragma('synchronous = NORMAL')
  for (let i = 0; i < n; i++) {
    db.exec(`update project set seq = ${i + 1} where id = '_'`)
    writeSync(1, `acknowledged ${i}\n`)
  }
} else {
  const store = openSqlite(file)
  for (let i = 0; i < n; i++) {
    await store.transact(
      '_',
      async (tx) =>
        void (await tx
          .update(tx.tables.project)
          .set({ seq: i + 1 })
          .where(eq(tx.tables.project.id, '_'))),
    )
    writeSync(1, `acknowledged ${i}\n`)
  }
  await store.close()
}

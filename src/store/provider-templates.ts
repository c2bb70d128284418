/** Our texts as a messenger approved them, for each commune: which of its templates stands for which of our keys. */
import type { ChannelName } from '../domain/notice-state.ts'
import type { Queryable } from './database.ts'

export interface ProviderTemplateRow {
  communeId: number
  channel: ChannelName
  /** Ours. */
  key: string
  /** Theirs. */
  id: string
  /** Their name of a value → our field. */
  values: Readonly<Record<string, string>>
}

export const providerTemplates = (pool: Queryable) => ({
  async list(communeId: number, channel: ChannelName): Promise<ProviderTemplateRow[]> {
    const { rows } = await pool.query<{ template_key: string; template_id: string; values: Record<string, string> }>(
      'SELECT template_key, template_id, values FROM provider_template WHERE commune_id = $1 AND channel = $2 ORDER BY template_key',
      [communeId, channel],
    )
    return rows.map((row) => ({ communeId, channel, key: row.template_key, id: row.template_id, values: row.values }))
  },

  async save({ communeId, channel, key, id, values }: ProviderTemplateRow, by: string, now: Date): Promise<void> {
    await pool.query(
      `INSERT INTO provider_template (commune_id, channel, template_key, template_id, values, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (commune_id, channel, template_key) DO UPDATE SET template_id = excluded.template_id, values = excluded.values,
         updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
      [communeId, channel, key, id, JSON.stringify(values), now, by],
    )
  },

  /** False where there was none. */
  async remove({ communeId, channel, key }: Pick<ProviderTemplateRow, 'communeId' | 'channel' | 'key'>): Promise<boolean> {
    const { rowCount } = await pool.query('DELETE FROM provider_template WHERE commune_id = $1 AND channel = $2 AND template_key = $3', [communeId, channel, key])
    return rowCount === 1
  },
})

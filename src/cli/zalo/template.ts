import { Command } from 'commander'
import type { ApprovedTemplate, ProviderTemplateRow, ZaloDesk } from '../../app/zalo-desk.ts'
import { decisiveFlags, FLAG_WORDS } from '../../delivery/fill-approved.ts'
import { FIELD_KINDS, isFieldName, isTemplateKey, TEMPLATE_FIELDS } from '../../domain/template-fields.ts'
import { EXIT, UserError } from '../../kernel/errors.ts'
import { chooseCommune } from '../choose-commune.ts'
import type { Cli } from '../cli.ts'
import { count } from '../terminal.ts'
import { ASK_MS, withDesk } from './with-desk.ts'

/** `loa zalo template`: which of Zalo's approved texts stands for which of ours. Checked against Zalo before it is saved. */
export function zaloTemplate(cli: Cli): Command {
  return new Command('template')
    .description('dùng mẫu tin đã được Zalo duyệt cho một mẫu của Loa, ví dụ: loa zalo template card-expiry-ahead 300001 ho_ten=name han_the=valid_to')
    .argument('[mẫu]', 'tên mẫu tin của Loa, như trong thư mục templates; không có thì chỉ xem')
    .argument('[số]', 'số của mẫu tin trên trang quản lý ZBS của Zalo')
    .argument('[ô...]', 'mỗi ô của mẫu Zalo lấy gì của Loa: tên-ô=tên-mục')
    .option('--remove', 'thôi dùng mẫu của Zalo cho mẫu này')
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .action((key: string | undefined, id: string | undefined, boxes: string[], options: { remove?: boolean; commune?: string }) =>
      withDesk(cli, async (desk, ground) => {
        const commune = await chooseCommune(ground, options.commune)
        if (key === undefined) return list(cli, commune.name, await desk.templates.list(commune.id))
        const fields = fieldsOf(key)
        if (options.remove === true) {
          const removed = await desk.templates.remove(commune.id, key)
          return cli.print(removed ? `${key}: thôi dùng mẫu của Zalo; tin đi đường khác khi chưa được nhắn tự do.` : `${key}: không có mẫu nào của Zalo.`)
        }
        if (id === undefined) return cli.print(`${key} có các mục: ${fields.join(', ')}`)
        await save(cli, desk, { communeId: commune.id, key, id, values: valuesOf(key, fields, boxes) })
        return undefined
      }),
    )
}

function list(cli: Cli, commune: string, known: readonly ProviderTemplateRow[]): void {
  if (known.length === 0) return cli.print(`${commune} chưa dùng mẫu tin nào của Zalo. Thêm: loa zalo template MẪU SỐ tên-ô=tên-mục …`)
  cli.print(`${commune} dùng các mẫu tin của Zalo:`)
  for (const { key, id, values } of known) cli.print(`  ${key} → ${id} · ${Object.entries(values).map(([box, field]) => `${box}=${field}`).join(' ')}`)
}

/** What this text of ours can fill in. */
function fieldsOf(key: string): readonly string[] {
  if (!isTemplateKey(key)) throw usage(`Loa không có mẫu tin "${key}". Các mẫu: ${Object.keys(TEMPLATE_FIELDS).join(', ')}.`)
  return TEMPLATE_FIELDS[key].filter((field) => FIELD_KINDS[field] !== 'flag' || FLAG_WORDS[field] !== undefined)
}

function valuesOf(key: string, fields: readonly string[], boxes: readonly string[]): Record<string, string> {
  const pairs = boxes.map((box): [string, string] => {
    const [, name, field] = /^([\w.-]{1,60})=(\w+)$/.exec(box) ?? []
    if (name === undefined || field === undefined) throw usage(`Không hiểu "${box}". Viết dạng tên-ô=tên-mục, ví dụ ho_ten=name.`)
    if (!isFieldName(field) || !fields.includes(field)) throw usage(`Mẫu ${key} không có mục "${field}". Các mục: ${fields.join(', ')}.`)
    return [name, field]
  })
  const names = pairs.map(([name]) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw usage(`Ô "${twice}" được viết hai lần.`)
  return Object.fromEntries(pairs)
}

async function save(cli: Cli, desk: ZaloDesk, row: Omit<ProviderTemplateRow, 'channel'>): Promise<void> {
  if (!/^\d{1,20}$/.test(row.id)) throw usage(`"${row.id}" không phải là số của một mẫu tin Zalo.`)
  const answer = await desk.template(row.id, AbortSignal.timeout(ASK_MS))
  if (!answer.ok) throw new UserError('zalo.template-unread', `Chưa lưu gì: Zalo không cho xem mẫu số ${row.id}. ${answer.said}`)
  refuseUnfit(row, answer.value)
  await desk.templates.save(row)
  const { status, dongByPhone, dongByUser } = answer.value
  const prices = [...(dongByPhone === undefined ? [] : [`${count(dongByPhone)} đồng theo số điện thoại`]), ...(dongByUser === undefined ? [] : [`${count(dongByUser)} đồng theo tài khoản đã nối`])]
  cli.print(`Đã lưu.${prices.length === 0 ? '' : ` Mỗi tin: ${prices.join(', ')}.`}`)
  if (status !== '' && status !== 'ENABLE') cli.note('Chú ý: Zalo chưa duyệt mẫu này; đến khi duyệt xong tin vẫn đi đường khác.')
  for (const flag of decisiveFlags(row.key)) {
    if (!Object.values(row.values).includes(flag)) cli.note(`Chú ý: mẫu này không có ô nào nói "${FLAG_WORDS[flag as keyof typeof FLAG_WORDS]?.no}" (mục ${flag}), nên tin chưa chắc chắn sẽ đi đường khác.`)
  }
}

function refuseUnfit({ id, values }: Pick<ProviderTemplateRow, 'id' | 'values'>, { parameters }: ApprovedTemplate): void {
  const names = parameters.map(({ name }) => name)
  const strange = Object.keys(values).filter((name) => !names.includes(name))
  if (strange.length > 0) throw usage(`Mẫu Zalo số ${id} không có ô ${strange.join(', ')}. Các ô: ${names.join(', ')}.`)
  const missing = parameters.filter(({ name, required }) => required && values[name] === undefined).map(({ name }) => name)
  if (missing.length > 0) throw usage(`Mẫu Zalo số ${id} còn ô ${missing.join(', ')} chưa được điền. Thêm tên-ô=tên-mục cho từng ô.`)
}

const usage = (said: string): UserError => new UserError('zalo.template-usage', said, { exitCode: EXIT.usage })

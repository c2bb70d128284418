import { Command } from 'commander'
import { open } from 'node:fs/promises'
import { openGround } from '../app/installation.ts'
import { auditOf } from '../app/audit.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import type { Cli } from './cli.ts'
import { count } from './terminal.ts'

/** `loa audit`: the record of who saw and changed what, proved and taken along. */
export function auditCommand(cli: Cli): Command {
  const audit = new Command('audit').description('sổ lưu vết: kiểm tra có dòng nào bị sửa hay mất, xuất ra tệp')
  audit.command('verify').description('kiểm tra cả sổ lưu vết').action(async () => {
    const ground = await openGround(cli.config(), cli.log())
    try {
      const { lines, broken, seal } = await auditOf(ground).verify()
      if (broken === undefined) {
        cli.print(`Đã kiểm tra ${count(lines)} dòng: không dòng nào bị sửa, không dòng nào bị mất.`)
        if (seal !== undefined) cli.print(`Dấu của dòng cuối: ${seal}. Chép dấu này ra giấy: lần sau dòng thứ ${count(lines)} phải còn đúng dấu ấy, thì cuối sổ cũng không bị cắt.`)
        return
      }
      cli.print(`Dòng thứ ${count(broken)} đã bị sửa hoặc bị mất. Giữ nguyên máy và bản sao lưu, báo người phụ trách an toàn thông tin.`)
      cli.setExitCode(EXIT.attention)
    } finally {
      await ground.close()
    }
  })
  audit.command('export').description('xuất cả sổ lưu vết ra một tệp CSV mở được bằng Excel').argument('<tệp>', 'tệp mới, ví dụ luu-vet.csv').action(async (path: string) => {
    const ground = await openGround(cli.config(), cli.log())
    try {
      const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
        throw new UserError('audit.not-written', `Không tạo được tệp ${path}: đã có tệp ấy, hoặc không được ghi ở đó.`, { cause })
      })
      try {
        cli.print(`Đã xuất ${count(await auditOf(ground).writeTo((text) => file.appendFile(text)))} dòng vào ${path}. Tệp chỉ có số của người và việc, không có tên.`)
      } finally {
        await file.close()
      }
    } finally {
      await ground.close()
    }
  })
  return audit
}

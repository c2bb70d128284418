/** The import's writes of cards, allowances and payment lines. */
import type { Cipher } from './cipher.ts'
import type { Column } from './bulk-rows.ts'
import { insertOwned, updateRecorded } from './import-changes.ts'
import type { Recorder } from './import-changes.ts'
import { firstOf } from '../domain/calendar.ts'
import type { AllowanceFacts, CardFacts, PaymentFacts, RegisterChanges } from '../domain/register-facts.ts'

type New<Facts> = Omit<Facts, 'id'>

interface Scope {
  recorder: Recorder
  cipher: Cipher
  communeId: number
}

const owned = <Facts extends { personId: string }>({ communeId }: Scope): Column<Facts>[] => [
  { name: 'commune_id', type: 'int', value: () => communeId },
  { name: 'person_id', type: 'bigint', value: (row) => row.personId },
]

/** Whatever is on a list again is in force again, also after its first import was undone. */
const inForce = { name: 'withdrawn_at', type: 'timestamptz', value: () => undefined }

const identified = <Facts extends { id: string }>(): Column<Facts> => ({ name: 'id', type: 'bigint', value: (row) => row.id })

export async function writeCards(scope: Scope, { inserted, updated }: RegisterChanges['cards']): Promise<void> {
  const { cipher } = scope
  const facts: Column<New<CardFacts>>[] = [
    { name: 'card_no_enc', type: 'bytea', value: (row) => row.cardNo && cipher.encrypt(row.cardNo) },
    { name: 'card_idx', type: 'bytea', value: (row) => row.cardNo && cipher.blindIndex('card', row.cardNo) },
    { name: 'card_group', type: 'text', value: (row) => row.group },
    { name: 'valid_from', type: 'date', value: (row) => row.validFrom },
    { name: 'valid_to', type: 'date', value: (row) => row.validTo },
    { name: 'five_year_on', type: 'date', value: (row) => row.fiveYearOn },
    inForce,
  ]
  await insertOwned(scope.recorder, 'card', [...owned<New<CardFacts>>(scope), ...facts], inserted)
  await updateRecorded(scope.recorder, 'card', [identified<CardFacts>(), ...facts], updated, {
    card_no_enc: 'CASE WHEN t.card_idx IS NOT DISTINCT FROM u.card_idx THEN t.card_no_enc ELSE u.card_no_enc END',
  })
}

export async function writeAllowances(scope: Scope, { inserted, updated }: RegisterChanges['allowances']): Promise<void> {
  const facts: Column<New<AllowanceFacts>>[] = [
    { name: 'category', type: 'text', value: (row) => row.category },
    { name: 'category_group', type: 'text', value: (row) => row.categoryGroup },
    { name: 'category_text', type: 'text', value: (row) => row.categoryText },
    { name: 'coefficient', type: 'numeric', value: (row) => row.coefficient },
    { name: 'amount', type: 'int', value: (row) => row.amount },
    { name: 'payment_method', type: 'text', value: (row) => row.paymentMethod },
    { name: 'account_enc', type: 'bytea', value: (row) => packAccount(scope.cipher, row) },
    { name: 'account_tail', type: 'text', value: (row) => row.accountNo?.slice(-4) },
    { name: 'decision_no', type: 'text', value: (row) => row.decisionNo },
    { name: 'start_month', type: 'date', value: (row) => row.startMonth && firstOf(row.startMonth) },
    { name: 'status', type: 'text', value: (row) => row.status },
    inForce,
  ]
  await insertOwned(scope.recorder, 'allowance', [...owned<New<AllowanceFacts>>(scope), ...facts], inserted)
  await updateRecorded(scope.recorder, 'allowance', [identified<AllowanceFacts>(), ...facts], updated)
}

function packAccount(cipher: Cipher, { accountNo, accountName, bank }: Pick<AllowanceFacts, 'accountNo' | 'accountName' | 'bank'>): Buffer | undefined {
  if (accountNo === undefined && accountName === undefined && bank === undefined) return undefined
  return cipher.encrypt(JSON.stringify({ account_no: accountNo, bank, account_name: accountName }))
}

export function unpackAccount(cipher: Cipher, account: Buffer | null): Pick<AllowanceFacts, 'accountNo' | 'accountName' | 'bank'> {
  if (account === null) return {}
  const { account_no: accountNo, bank, account_name: accountName } = JSON.parse(cipher.decrypt(account)) as Record<string, string | undefined>
  return { accountNo, bank, accountName }
}

export async function writePayments(scope: Scope, { inserted, updated }: RegisterChanges['payments']): Promise<void> {
  const facts: Column<New<PaymentFacts>>[] = [
    { name: 'category', type: 'text', value: (row) => row.category },
    { name: 'amount', type: 'int', value: (row) => row.amount },
    { name: 'coefficient', type: 'numeric', value: (row) => row.coefficient },
    { name: 'arrears', type: 'int', value: (row) => row.arrears },
    { name: 'deduction', type: 'int', value: (row) => row.deduction },
    { name: 'payment_method', type: 'text', value: (row) => row.paymentMethod },
    { name: 'account_tail', type: 'text', value: (row) => row.accountTail },
    { name: 'status', type: 'text', value: (row) => row.status },
  ]
  await insertOwned(scope.recorder, 'payment', [
    ...owned<New<PaymentFacts>>(scope),
    { name: 'month', type: 'date', value: (row) => firstOf(row.month) },
    ...facts,
  ], inserted)
  await updateRecorded(scope.recorder, 'payment', [identified<PaymentFacts>(), ...facts], updated)
}

import { translation } from './blocks.ts'
import type { DemoCase } from './shape.ts'
import { votesOn } from './votes.ts'

const renewal: DemoCase = {
  item: {
    external: 'contract-003',
    language: 'en',
    tags: ['contract', 'term'],
    expected: 7,
    content: [
      {
        kind: 'text',
        title: { en: 'Clause 12.2 Term and renewal', ja: '第12条第2項　期間および更新' },
        text: 'This Agreement takes effect on the Effective Date and continues for an initial term of one (1) year. It renews automatically for successive terms of one (1) year each, unless either party gives the other written notice of non-renewal at least ninety (90) days before the end of the then-current term.',
        language: 'en',
      },
      translation(
        'ja',
        '本契約は、発効日に効力を生じ、当初の契約期間は1年間とする。いずれかの当事者が、その時点における契約期間の満了の90日前までに、更新しない旨を相手方に書面で通知しない限り、本契約はさらに1年間自動的に更新され、以後も同様とする。',
      ),
    ],
  },
  votes: votesOn('contract-003', 'restricts', [
    ['r16', 'no', '2026-10-22T01:25'],
    ['r37', 'yes', '2026-10-22T02:40', '90日を切ると、もう1年やめられない。'],
    [
      'r41',
      'no',
      '2026-10-22T15:10',
      'Both sides can stop it by giving notice. That is procedure, not restriction.',
    ],
    [
      'r43',
      'yes',
      '2026-10-22T16:02',
      'Once the 90 days have passed, the customer is bound for another year. I found no clause of the guideline about renewal.',
    ],
    ['r45', 'no', '2026-10-22T18:33', 'It says nothing about termination, only about renewal.'],
    ['r48', 'no', '2026-10-22T19:47'],
    ['r50', 'yes', '2026-10-22T21:05'],
  ]),
}

const businessDays: DemoCase = {
  item: {
    external: 'contract-010',
    language: 'en',
    tags: ['contract', 'notice'],
    expected: 6,
    content: [
      {
        kind: 'text',
        title: { en: 'Clauses 1.1 and 14.1', ja: '第1条第1項および第14条第1項' },
        text: '1.1 “Business Day” means any day from Monday to Friday, including public holidays.\n\n14.1 The Customer may end this Agreement with effect from the end of the Term by giving the Supplier not less than 60 Business Days’ written notice. The Customer may not otherwise end this Agreement for convenience.',
        language: 'en',
      },
      {
        kind: 'json',
        title: { en: 'Contract data', ja: '契約の基本情報' },
        data: {
          type: 'Master services agreement',
          termEnds: '2027-03-31',
          governingLaw: 'England and Wales',
        },
      },
      translation(
        'ja',
        '第1条第1項　「営業日」とは、祝日を含む月曜日から金曜日までの日をいう。\n\n第14条第1項　顧客は、60営業日以上前に供給者に書面で通知することにより、契約期間の満了をもって本契約を終了させることができる。顧客は、これ以外の方法により、自己の都合で本契約を終了させることはできない。\n\n契約の種類：業務委託基本契約　期間満了日：2027年3月31日　準拠法：イングランドおよびウェールズ法',
      ),
    ],
  },
  votes: [
    ...votesOn('contract-010', 'restricts', [
      ['r18', 'yes', '2026-10-26T01:02'],
      ['r21', 'yes', '2026-10-26T03:10'],
      ['r42', 'yes', '2026-10-26T14:19'],
      ['r43', 'yes', '2026-10-26T15:30', 'The last sentence rules out every other exit for convenience.'],
      ['r46', 'no', '2026-10-26T17:55', 'The clause gives the customer a right to end the contract.'],
      ['r49', 'yes', '2026-10-26T20:11'],
    ]),
    ...votesOn('contract-010', 'notice_days', [
      ['r18', 60, '2026-10-26T01:04'],
      ['r21', 60, '2026-10-26T03:12'],
      ['r42', 60, '2026-10-26T14:20'],
      [
        'r43',
        84,
        '2026-10-26T15:33',
        'Business Day is defined as Monday to Friday: 60 of them are twelve weeks, so 84 calendar days.',
      ],
      ['r46', 60, '2026-10-26T17:56'],
      ['r49', 60, '2026-10-26T20:12'],
    ]),
  ],
}

const brokenExit: DemoCase = {
  item: {
    external: 'contract-011',
    language: 'en',
    tags: ['contract', 'exit-charge'],
    expected: 5,
    content: [
      {
        kind: 'text',
        title: { en: 'Clause 8.4 Early exit', ja: '第8条第4項　中途解約' },
        text: 'If the Customer ends this Agreement before the end of the initial term, the Customer shall pay the Supplier the exit charge stated in Schedule [●], save that no exit charge is payable where the',
        language: 'en',
      },
      translation(
        'ja',
        '顧客は、当初の契約期間の満了前に本契約を終了させる場合、別紙[●]に定める解約金を供給者に支払うものとする。ただし、解約金の支払を要しないのは、',
      ),
    ],
  },
  votes: votesOn('contract-011', 'restricts', [
    ['r33', 'yes', '2026-10-28T02:27'],
    ['r40', 'no', '2026-10-28T03:14', '但書が途中で切れていて、判断できません。'],
    ['r44', 'yes', '2026-10-28T16:48', 'The text stops at “where the”. I guessed.'],
    ['r47', 'yes', '2026-10-28T18:20'],
    ['r51', 'no', '2026-10-28T22:36', 'The schedule is missing, so the charge may well be nil.'],
  ]),
}

export const contractCases: DemoCase[] = [renewal, businessDays, brokenExit]

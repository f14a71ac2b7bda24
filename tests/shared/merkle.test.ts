import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  commit,
  emptyRoot,
  grown,
  inclusion,
  leafHash,
  type Node,
  nodeHash,
  rootOf,
  rootOfLeaves,
  verifyInclusion,
} from '#shared/merkle.ts'

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
// Certificate Transparency's own test tree (RFC 6962 reference implementation, merkletree/testing).
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => leafHash(bytes(hex)))
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

function tree() {
  const nodes = new Map<string, string>()
  const at = async (level: number, idx: number) => nodes.get(`${level}/${idx}`)!
  return {
    at,
    async add(idx: number, leaf: string): Promise<Node[]> {
      const added = await grown(idx, leaf, at)
      for (const node of added) nodes.set(`${node.level}/${node.idx}`, node.hash)
      return added
    },
  }
}

describe('the tree of the log', () => {
  test('the empty tree has the hash of nothing', async () => {
    expect(emptyRoot).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(await rootOf(0, tree().at)).toBe(emptyRoot)
  })

  test('grown leaf by leaf it has the roots of Certificate Transparency’s eight leaves', async () => {
    const one = tree()
    for (const [i, leaf] of leaves.entries()) {
      await one.add(i, leaf)
      expect(await rootOf(i + 1, one.at)).toBe(roots[i])
      expect(rootOfLeaves(leaves.slice(0, i + 1))).toBe(roots[i])
    }
  })

  test('only complete subtrees are stored: eight leaves finish one of eight', async () => {
    const one = tree()
    for (const [i, leaf] of leaves.slice(0, 7).entries()) await one.add(i, leaf)
    expect((await one.add(7, leaves[7]!)).map(({ level, idx }) => `${level}/${idx}`)).toEqual([
      '0/7',
      '1/3',
      '2/1',
      '3/0',
    ])
  })

  test('for any number of leaves, growing and computing at once agree', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 70 }),
        async (entries) => {
          const hashes = entries.map(leafHash)
          const one = tree()
          for (const [i, leaf] of hashes.entries()) await one.add(i, leaf)
          expect(await rootOf(hashes.length, one.at)).toBe(rootOfLeaves(hashes))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('the way from a leaf to the root is Certificate Transparency’s', async () => {
    const one = tree()
    for (const [i, leaf] of leaves.entries()) await one.add(i, leaf)
    // The reference implementation's own proof: the sixth of eight leaves.
    expect(await inclusion(5, 8, one.at)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })

  test('every leaf of every tree is proven at its place, and nowhere else', async () => {
    const one = tree()
    const many = Array.from({ length: 33 }, (_, i) => leafHash(Uint8Array.of(i)))
    for (const [i, leaf] of many.entries()) await one.add(i, leaf)
    for (let size = 1; size <= many.length; size++) {
      const root = await rootOf(size, one.at)
      for (let idx = 0; idx < size; idx++) {
        const proof = await inclusion(idx, size, one.at)
        expect([size, idx, verifyInclusion(many[idx]!, { idx, size }, proof, root)]).toEqual([
          size,
          idx,
          true,
        ])
        const other = (idx + 1) % size
        const false_ = [
          verifyInclusion(leafHash(Uint8Array.of(99)), { idx, size }, proof, root),
          verifyInclusion(many[idx]!, { idx, size }, [...proof, root], root),
          verifyInclusion(many[idx]!, { idx, size }, proof, emptyRoot),
          verifyInclusion(many[idx]!, { idx: size, size }, proof, root),
          size > 1 && verifyInclusion(many[idx]!, { idx, size }, proof.slice(1), root),
          size > 1 && verifyInclusion(many[idx]!, { idx: other, size }, proof, root),
        ]
        expect([size, idx, false_]).toEqual([size, idx, false_.map(() => false)])
      }
    }
  })

  test('a leaf cannot pass for a node', () =>
    expect(leafHash(bytes('01'))).not.toBe(nodeHash(leaves[0]!, leaves[1]!)))

  test('a commitment moves with its salt and with its bytes', () => {
    const salt = '00'.repeat(32)
    const sealed = commit(salt, 'unsafe')
    expect(sealed).toHaveLength(64)
    expect(commit(salt, 'safe')).not.toBe(sealed)
    expect(commit('01'.repeat(32), 'unsafe')).not.toBe(sealed)
  })
})

// SPDX-License-Identifier: Apache-2.0
/// AES-CBC of DC-09 (5.4.3: key of 128, 192 or 256 bits, vector of zeros), by the system's OpenSSL.
/// Never a cipher of our own: without the trait `Crypto` there is none, and `isPresent` says so.

package import Vocabulary

#if Crypto
    import COpenSSL
#endif

/// Why nothing was encrypted or decrypted.
package enum CipherError: Error, Hashable, Sendable {
    /// Built without the trait `Crypto`.
    case absent
    /// A key that is not of 16, 24 or 32 bytes.
    case key
    /// Nothing, or not whole blocks of 16 bytes.
    case length
    /// OpenSSL refused; it never says why (a FIPS provider may).
    case system
}

/// Encrypts and decrypts whole blocks.
package enum Cipher {
    /// Bytes of a block.
    package static let blockBytes = 16
    /// Whether this program can encrypt at all.
    package static var isPresent: Bool {
        #if Crypto
            true
        #else
            false
        #endif
    }

    package static func encrypted(
        _ clear: [UInt8], key: MaskedBytes
    ) throws(CipherError) -> [UInt8] {
        try run(clear, key: key, encrypting: true)
    }

    package static func decrypted(
        _ bytes: [UInt8], key: MaskedBytes
    ) throws(CipherError) -> [UInt8] {
        try run(bytes, key: key, encrypting: false)
    }

    #if Crypto
        private static func run(
            _ input: [UInt8], key: MaskedBytes, encrypting: Bool
        ) throws(CipherError) -> [UInt8] {
            guard !input.isEmpty, input.count % blockBytes == 0 else { throw .length }
            let cipher =
                switch key.shown.count {
                case 16: EVP_aes_128_cbc()
                case 24: EVP_aes_192_cbc()
                case 32: EVP_aes_256_cbc()
                default: OpaquePointer?.none
                }
            guard let cipher else { throw .key }
            guard let context = EVP_CIPHER_CTX_new() else { throw .system }
            defer { EVP_CIPHER_CTX_free(context) }
            let vector = [UInt8](repeating: 0, count: blockBytes)
            // Padding is the message's own (1.4 of the reference): OpenSSL must add and take none.
            guard
                EVP_CipherInit_ex(context, cipher, nil, key.shown, vector, encrypting ? 1 : 0) == 1,
                EVP_CIPHER_CTX_set_padding(context, 0) == 1
            else { throw .system }
            var output = [UInt8](repeating: 0, count: input.count + blockBytes)
            var written: Int32 = 0
            var last: Int32 = 0
            guard
                EVP_CipherUpdate(context, &output, &written, input, Int32(input.count)) == 1,
                EVP_CipherFinal_ex(context, &output, &last) == 1, last == 0,
                Int(written) == input.count
            else { throw .system }
            output.removeLast(blockBytes)
            return output
        }
    #else
        private static func run(
            _ input: [UInt8], key: MaskedBytes, encrypting: Bool
        ) throws(CipherError) -> [UInt8] {
            throw .absent
        }
    #endif
}

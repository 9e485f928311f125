// The two files of a key. They are opened once and judged by the open descriptor, so that nothing can be exchanged in between.

import Glibc

struct KeyFiles {
    let directory: String
    let privatePath: String
    let publicPath: String
    /// The key that is to take the place of the present one.
    let nextPath: String

    init(directory: String, role: KeyRole) {
        self.directory = directory
        privatePath = directory + "/" + role.rawValue + ".key"
        publicPath = directory + "/" + role.rawValue + ".pub"
        nextPath = directory + "/" + role.rawValue + ".next"
    }

    /// Makes the directory where it is missing; its parent has to be there.
    func prepareDirectory() throws(KeyFileError) {
        if mkdir(directory, 0o700) != 0, errno != EEXIST { throw failure(directory) }
        var status = stat()
        guard lstat(directory, &status) == 0 else { throw failure(directory) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw KeyFileError(.notARegularFile, path: directory) }
        guard status.st_mode & 0o022 == 0 else { throw KeyFileError(.writableByOthers, path: directory) }
    }

    /// The 32 bytes of the private file, or nil where there is none.
    func seed() throws(KeyFileError) -> [UInt8]? { try read(privatePath, bytes: 32...32, rightsForbidden: 0o077) }

    /// The text of the public file, or nil where there is none.
    func publicText() throws(KeyFileError) -> String? {
        guard let bytes = try read(publicPath, bytes: 0...256, rightsForbidden: 0o022) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes the private file so that it is there whole or not at all, and never over another one.
    /// - Returns: the seed that is in the file.
    func create(seed: [UInt8]) throws(KeyFileError) -> [UInt8] {
        try create(privatePath, seed, mode: 0o600)
        return seed
    }

    /// Writes the public file.
    func create(publicText: String) throws(KeyFileError) { try create(publicPath, Array(publicText.utf8), mode: 0o644) }

    /// The 32 bytes of a systemd credential, or nil where there is none.
    func credential(_ path: String) throws(KeyFileError) -> [UInt8]? { try read(path, bytes: 32...32, rightsForbidden: 0o077) }

    /// The 32 bytes of the prepared key, or nil where none is prepared.
    func nextSeed() throws(KeyFileError) -> [UInt8]? { try read(nextPath, bytes: 32...32, rightsForbidden: 0o077) }

    /// Writes the prepared key, in the place of one that never came on record.
    func replaceNext(seed: [UInt8]) throws(KeyFileError) {
        try dropNext()
        try create(nextPath, seed, mode: 0o600)
    }

    /// Removes a prepared key.
    func dropNext() throws(KeyFileError) { try drop(nextPath) }

    /// Removes the public file.
    func dropPublic() throws(KeyFileError) { try drop(publicPath) }

    private func drop(_ path: String) throws(KeyFileError) {
        if unlink(path) == 0 { return try syncDirectory() }
        if errno != ENOENT { throw failure(path) }
    }

    /// The prepared key takes the place of the present one. A public file that is missing afterwards is written again at the next start.
    func adoptNext(publicText: String) throws(KeyFileError) {
        if unlink(publicPath) != 0, errno != ENOENT { throw failure(publicPath) }
        guard rename(nextPath, privatePath) == 0 else { throw failure(nextPath) }
        try syncDirectory()
        try create(publicText: publicText)
    }

    private func read(_ path: String, bytes: ClosedRange<Int>, rightsForbidden: mode_t) throws(KeyFileError) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)  // non-blocking: a FIFO must not hang the start
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            if errno == ELOOP { throw KeyFileError(.notARegularFile, path: path) }
            throw failure(path)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw KeyFileError(.notARegularFile, path: path) }
        guard status.st_uid == geteuid() else { throw KeyFileError(.wrongOwner, path: path) }
        guard status.st_mode & rightsForbidden == 0 else {
            throw KeyFileError(rightsForbidden == 0o077 ? .readableByOthers : .writableByOthers, path: path)
        }
        var buffer = [UInt8](repeating: 0, count: bytes.upperBound + 1)
        var count = 0
        while count < buffer.count {
            let got = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress?.advanced(by: count), $0.count - count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw failure(path) }
            if got == 0 { break }
            count += got
        }
        guard bytes.contains(count) else { throw KeyFileError(.wrongLength, path: path) }
        return Array(buffer.prefix(count))
    }

    /// A new file under a passing name, on the disk, then linked to its own name: `link` fails where that exists already.
    private func create(_ path: String, _ bytes: [UInt8], mode: mode_t) throws(KeyFileError) {
        let passing = path + ".new"
        if unlink(passing) != 0, errno != ENOENT { throw failure(passing) }  // left by a crash; never the key of anything
        let file = open(passing, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard file >= 0 else { throw failure(passing) }
        do {
            defer { close(file) }
            var written = 0
            while written < bytes.count {
                let count = bytes.withUnsafeBytes { write(file, $0.baseAddress?.advanced(by: written), $0.count - written) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw failure(passing) }
                written += count
            }
            guard fchmod(file, mode) == 0, fsync(file) == 0 else { throw failure(passing) }
        }
        guard link(passing, path) == 0 else { throw failure(path) }
        guard unlink(passing) == 0 else { throw failure(passing) }
        try syncDirectory()
    }

    private func syncDirectory() throws(KeyFileError) {
        let file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw failure(directory) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure(directory) }
    }

    private func failure(_ path: String) -> KeyFileError { KeyFileError(.inputOutput, path: path, errorNumber: errno) }
}

// SPDX-License-Identifier: MPL-2.0

import SwiftOperators
import SwiftParser
import SwiftSyntax
import SwiftSyntaxBuilder

/// Rewrites a source so that every mutant is in it, asleep: `a < b` becomes
/// `_mutated(7, a < b, 8, a <= b)`, and the number in `PORTNER_MUTANT` says which one wakes.
///
/// One build then serves all mutants. What is mutated: each comparison is turned round, each
/// ordering also has its boundary moved, and each `&&` and `||` becomes the other.
final class Mutator: SyntaxRewriter {
    private let file: String
    private let converter: SourceLocationConverter
    private let firstID: Int
    private(set) var mutants: [Mutant] = []
    private var seen: [String: Int] = [:]

    private static let turned = [
        "==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
    ]
    private static let moved = ["<": "<=", "<=": "<", ">": ">=", ">=": ">"]
    private static let joined = ["&&": "||", "||": "&&"]

    private init(file: String, tree: SourceFileSyntax, firstID: Int) {
        self.file = file
        self.firstID = firstID
        converter = SourceLocationConverter(fileName: file, tree: tree)
    }

    /// Gives the source with its mutants asleep, and the mutants.
    static func mutate(
        _ source: String,
        file: String,
        firstID: Int
    ) throws -> (source: String, mutants: [Mutant]) {
        let parsed = Parser.parse(source: source)
        let folded = try OperatorTable.standardOperators.foldAll(parsed)
        guard let tree = folded.as(SourceFileSyntax.self) else { return (source, []) }
        let mutator = Mutator(file: file, tree: parsed, firstID: firstID)
        let rewritten = mutator.rewrite(tree)
        return (rewritten.description, mutator.mutants)
    }

    override func visit(_ node: InfixOperatorExprSyntax) -> ExprSyntax {
        guard let symbol = node.operator.as(BinaryOperatorExprSyntax.self)?.operator.text
        else { return super.visit(node) }
        if let other = Self.joined[symbol] {
            let id = add(node, replacement: other)
            let (left, right) = operands(of: node)
            let call = symbol == "&&" ? "_mutatedAnd" : "_mutatedOr"
            return wrapped("\(call)(\(id), \(left), \(right))", as: node)
        }
        guard let turned = Self.turned[symbol] else { return super.visit(node) }
        let turnedID = add(node, replacement: turned)
        guard let moved = Self.moved[symbol] else {
            let (left, right) = operands(of: node)
            return wrapped("_mutated(\(turnedID), \(left) \(symbol) \(right))", as: node)
        }
        let movedID = add(node, replacement: moved)
        let (left, right) = operands(of: node)
        let value = "\(left) \(symbol) \(right)"
        let other = "\(left) \(moved) \(right)"
        return wrapped("_mutated(\(turnedID), \(value), \(movedID), \(other))", as: node)
    }

    private func operands(of node: InfixOperatorExprSyntax) -> (left: String, right: String) {
        (
            rewrite(node.leftOperand).trimmedDescription,
            rewrite(node.rightOperand).trimmedDescription
        )
    }

    private func wrapped(_ call: String, as node: InfixOperatorExprSyntax) -> ExprSyntax {
        var expression: ExprSyntax = "\(raw: call)"
        expression.leadingTrivia = node.leadingTrivia
        expression.trailingTrivia = node.trailingTrivia
        return expression
    }

    private func add(_ node: InfixOperatorExprSyntax, replacement: String) -> Int {
        let expression = node.trimmedDescription.split { $0.isWhitespace }.joined(separator: " ")
        let line = converter.location(for: node.positionAfterSkippingLeadingTrivia).line
        let occurrence = seen["\(expression) \(replacement)", default: 0] + 1
        seen["\(expression) \(replacement)"] = occurrence
        let id = firstID + mutants.count
        mutants.append(
            Mutant(
                id: id,
                file: file,
                line: line,
                expression: expression,
                replacement: replacement,
                occurrence: occurrence
            )
        )
        return id
    }

    /// What the rewritten sources call.
    static let runtime = """
        // SPDX-License-Identifier: MPL-2.0

        import Glibc

        private let awake = getenv("PORTNER_MUTANT").flatMap { Int(String(cString: $0)) } ?? 0

        func _mutated(_ turned: Int, _ value: Bool) -> Bool {
            awake == turned ? !value : value
        }

        func _mutated(
            _ turned: Int,
            _ value: Bool,
            _ moved: Int,
            _ other: @autoclosure () throws -> Bool
        ) rethrows -> Bool {
            switch awake {
            case turned: !value
            case moved: try other()
            default: value
            }
        }

        func _mutatedAnd(
            _ id: Int,
            _ left: Bool,
            _ right: @autoclosure () throws -> Bool
        ) rethrows -> Bool {
            awake == id ? try left || right() : try left && right()
        }

        func _mutatedOr(
            _ id: Int,
            _ left: Bool,
            _ right: @autoclosure () throws -> Bool
        ) rethrows -> Bool {
            awake == id ? try left && right() : try left || right()
        }

        """
}
